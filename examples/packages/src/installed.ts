import { statSync } from 'node:fs';
import { Complaint } from './complaint.js';
import { findManifests } from './find.js';
import { readManifest, type Manifest, type Reading } from './manifests.js';

/** The versions of one package, the newest first. */
export type Manifests = readonly [Manifest, ...Manifest[]];

/** What is installed under a folder. */
export interface Installed {
  /** Each package once. */
  readonly packages: readonly Manifests[];
  /** Manifests with something wrong. */
  readonly damaged: readonly Reading[];
  /** How many manifests there are. */
  readonly files: number;
}

/** What is called with each manifest that is found. */
export type Found = (file: string) => void;

/** Finds and reads all manifests under a folder; a version that is there several times counts once. */
export async function readInstalled(folder: string, found: Found, signal: AbortSignal): Promise<Installed> {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new Complaint(`There is no folder ${folder}`);
  const packages = new Map<string, Map<string | undefined, Manifest>>();
  const damaged: Reading[] = [];
  let files = 0;
  for await (const file of findManifests(folder)) {
    signal.throwIfAborted();
    files++;
    found(file);
    const reading = await readManifest(file);
    if (reading.damage.length > 0) damaged.push(reading);
    if (reading.manifest === undefined) continue;
    const { name, number } = reading.manifest;
    const versions = packages.get(name) ?? new Map<string | undefined, Manifest>();
    packages.set(name, versions.set(number, versions.get(number) ?? reading.manifest));
  }
  const sorted = [...packages.values()].map((versions) => [...versions.values()].sort(newestFirst));
  return { packages: sorted as [Manifest, ...Manifest[]][], damaged, files };
}

const numerically = new Intl.Collator('en', { numeric: true });

/** Orders by version number: 10.0.0, 9.1.0, 9.1.0-beta.2; enough for telling which is newer, and no more. */
function newestFirst(a: Manifest, b: Manifest): number {
  const [release, preview] = (a.number ?? '').split(/-(.*)/s);
  const [otherRelease, otherPreview] = (b.number ?? '').split(/-(.*)/s);
  const releases = numerically.compare(otherRelease ?? '', release ?? '');
  if (releases !== 0 || preview === otherPreview) return releases;
  if (preview === undefined || otherPreview === undefined) return preview === undefined ? -1 : 1;
  return numerically.compare(otherPreview, preview);
}
