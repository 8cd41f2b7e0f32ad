import type { Knex } from 'knex';
import type { NamedPerson } from './fields.js';
import type { Manifest } from './manifests.js';
import { Credit, db, Dependency, Keyword, Package, Person, Tag, Version } from './models.js';

/** Packages per transaction: many enough to be fast, few enough to lose little work when interrupted. */
const BATCH = 20;

/** What an import did. */
export interface Imported {
  /** Packages that were not there before. */
  added: number;
  /** Packages whose row is another than before. */
  changed: number;
  /** The keys of all versions that are installed. */
  readonly versions: Set<number>;
}

/** What is called with each package that has been stored for good. */
export type Stored = (name: string) => void;

/**
 * Stores packages, a batch per transaction: an interruption leaves each of them as it was or as it should be.
 *
 * @param packages the manifests of each package's versions, the newest first
 */
export async function importPackages(
  packages: readonly (readonly [Manifest, ...Manifest[]])[],
  stored: Stored,
  signal: AbortSignal,
): Promise<Imported> {
  const imported: Imported = { added: 0, changed: 0, versions: new Set() };
  for (let start = 0; start < packages.length; start += BATCH) {
    await db.transaction(
      async (t) => {
        for (const manifests of packages.slice(start, start + BATCH))
          await importPackage(manifests, imported, stored, t);
      },
      { signal },
    );
  }
  return imported;
}

/** Stores a package, and all that belongs to it. */
async function importPackage(
  manifests: readonly [Manifest, ...Manifest[]],
  imported: Imported,
  stored: Stored,
  transacting: Knex.Transaction,
): Promise<void> {
  const [newest] = manifests;
  const { name, description, license, homepage } = newest;

  const pack = (await Package.where({ name }).fetch({ transacting })) ?? new Package({ name });
  pack.set({ description, license, homepage });
  if (pack.isNew()) imported.added++;
  else if (pack.hasChanged()) imported.changed++;
  pack.once('committed', () => stored(name));
  await pack.save(null, { transacting });

  await creditPeople(pack, newest.people, transacting);
  await tag(pack, newest.keywords, transacting);
  for (const manifest of manifests) imported.versions.add(await importVersion(pack, manifest, transacting));
}

/** Stores a version with its dependencies, and resolves to its key. */
async function importVersion(pack: Package, manifest: Manifest, transacting: Knex.Transaction): Promise<number> {
  const { number, esm, folder, dependencies } = manifest;
  const version = await Version.upsert(
    { package_id: pack.id, ...(number !== undefined && { number }), esm, folder },
    { conflict: ['package_id', 'number'], transacting },
  );
  await Dependency.where({ version_id: version.id }).destroy({ transacting });
  const needs = dependencies.map(({ name, kind, range }) => ({ version_id: version.id, name, kind, range }));
  await Dependency.collection(needs).saveAll({ method: 'insert', transacting });
  return version.id;
}

/** Makes these people, and no others, those of the package. */
async function creditPeople(
  pack: Package,
  named: readonly NamedPerson[],
  transacting: Knex.Transaction,
): Promise<void> {
  const people: Person[] = [];
  for (const each of named) people.push(await Person.upsert(each, { conflict: 'name', transacting }));
  await Credit.where({ package_id: pack.id }).destroy({ transacting });
  const credits = people.map((person) => ({ package_id: pack.id, person_id: person.id }));
  await Credit.collection(credits).saveAll({ method: 'insert', transacting });
}

/** Makes these words, and no others, the keywords of the package. */
async function tag(pack: Package, words: readonly string[], transacting: Knex.Transaction): Promise<void> {
  const keywords: Keyword[] = [];
  for (const word of words) keywords.push(await Keyword.upsert({ word }, { conflict: 'word', transacting }));
  await Tag.where({ package_id: pack.id }).destroy({ transacting });
  const tags = keywords.map((keyword) => ({ package_id: pack.id, keyword_id: keyword.id }));
  await Tag.collection(tags).saveAll({ method: 'insert', transacting });
}
