import type { Knex } from 'knex';
import type { Manifests } from './installed.js';
import type { Manifest } from './manifests.js';
import { db } from './db.js';
import { Keyword, Package, Person, Version } from './models.js';

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
    await db.transaction(
      async (transacting) => {
        for (const manifests of packages.slice(start, start + BATCH)) {
          const pack = await importPackage(manifests, imported, transacting);
          pack.once('committed', () => stored(pack.get('name')));
        }
      },
      { signal },
    );
  }
  return imported;
}

/** Stores a package and all that belongs to it, of which only what is new or different is written. */
async function importPackage(
  manifests: Manifests,
  imported: Imported,
  transacting: Knex.Transaction,
): Promise<Package> {
  const [newest] = manifests;
  const pack = await savePackage(newest, imported, transacting);

  const credits = [];
  for (const { role, ...person } of newest.people) {
    const { id } = await Person.upsert(person, { conflict: 'name', transacting });
    credits.push({ person_id: id, role });
  }
  await pack.people().syncPivot(credits, { transacting });

  const keywords = [];
  for (const word of newest.keywords) keywords.push(await Keyword.upsert({ word }, { conflict: 'word', transacting }));
  await pack.keywords().syncPivot(keywords, { transacting });

  for (const manifest of manifests) {
    const version = await saveVersion(pack, manifest, transacting);
    await version.dependencies().syncPivot(manifest.dependencies, { transacting });
    imported.versions.add(version.id);
  }
  return pack;
}

/** Inserts a package, or updates what has changed of it. */
async function savePackage(manifest: Manifest, imported: Imported, transacting: Knex.Transaction): Promise<Package> {
  const { name, description, license, homepage } = manifest;
  const pack = (await Package.where({ name }).fetch({ transacting })) ?? new Package({ name });
  pack.set({ description, license, homepage });
  if (pack.isNew()) imported.added++;
  else if (pack.hasChanged()) imported.changed++;
  return pack.save(null, { transacting });
}

/** Inserts a version, or updates the one that has its number. */
async function saveVersion(pack: Package, manifest: Manifest, transacting: Knex.Transaction): Promise<Version> {
  const { number, esm, folder } = manifest;
  return Version.upsert(
    { package_id: pack.id, ...(number !== undefined && { number }), esm, folder },
    { conflict: ['package_id', 'number'], transacting },
  );
}
