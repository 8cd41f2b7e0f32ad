import type { Knex } from 'knex';
import type { Manifests } from './installed.js';
import type { Manifest } from './manifests.js';
import {
  Credit,
  db,
  Dependency,
  Keyword,
  Package,
  Person,
  Tag,
  Version,
  type CreditRow,
  type DependencyRow,
  type TagRow,
} from './models.js';

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

/** Stores packages, a batch per transaction: an interruption leaves each of them as it was or as it should be. */
export async function importPackages(
  packages: readonly Manifests[],
  stored: Stored,
  signal: AbortSignal,
): Promise<Imported> {
  const imported: Imported = { added: 0, changed: 0, versions: new Set() };
  for (let start = 0; start < packages.length; start += BATCH) {
    const batch = packages.slice(start, start + BATCH);
    await db.transaction((transacting) => importBatch(batch, imported, stored, transacting), { signal });
  }
  return imported;
}

/** Stores some packages, and all that belongs to them. */
async function importBatch(
  batch: readonly Manifests[],
  imported: Imported,
  stored: Stored,
  transacting: Knex.Transaction,
): Promise<void> {
  const packages: number[] = [];
  const versions: number[] = [];
  const credits: CreditRow[] = [];
  const tags: TagRow[] = [];
  const dependencies: DependencyRow[] = [];

  for (const manifests of batch) {
    const [newest] = manifests;
    const pack = await importPackage(newest, imported, transacting);
    pack.once('committed', () => stored(newest.name));
    packages.push(pack.id);
    for (const person of newest.people) {
      const { id } = await Person.upsert(person, { conflict: 'name', transacting });
      credits.push({ package_id: pack.id, person_id: id });
    }
    for (const word of newest.keywords) {
      const { id } = await Keyword.upsert({ word }, { conflict: 'word', transacting });
      tags.push({ package_id: pack.id, keyword_id: id });
    }
    for (const manifest of manifests) {
      const { id } = await importVersion(pack, manifest, transacting);
      versions.push(id);
      for (const { name, kind, range } of manifest.dependencies)
        dependencies.push({ version_id: id, name, kind, range });
    }
  }

  // What a package does not have any more has to go, so these rows are all written anew.
  await Credit.where('package_id', 'in', packages).destroy({ transacting });
  await Credit.collection(credits).saveAll({ method: 'insert', transacting });
  await Tag.where('package_id', 'in', packages).destroy({ transacting });
  await Tag.collection(tags).saveAll({ method: 'insert', transacting });
  await Dependency.where('version_id', 'in', versions).destroy({ transacting });
  await Dependency.collection(dependencies).saveAll({ method: 'insert', transacting });

  for (const id of versions) imported.versions.add(id);
}

/** Inserts a package, or updates what has changed of it. */
async function importPackage(manifest: Manifest, imported: Imported, transacting: Knex.Transaction): Promise<Package> {
  const { name, description, license, homepage } = manifest;
  const pack = (await Package.where({ name }).fetch({ transacting })) ?? new Package({ name });
  pack.set({ description, license, homepage });
  if (pack.isNew()) imported.added++;
  else if (pack.hasChanged()) imported.changed++;
  return pack.save(null, { transacting });
}

/** Inserts a version, or updates the one that has its number. */
async function importVersion(pack: Package, manifest: Manifest, transacting: Knex.Transaction): Promise<Version> {
  const { number, esm, folder } = manifest;
  return Version.upsert(
    { package_id: pack.id, ...(number !== undefined && { number }), esm, folder },
    { conflict: ['package_id', 'number'], transacting },
  );
}
