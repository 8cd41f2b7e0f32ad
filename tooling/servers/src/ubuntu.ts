import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { check, entriesOf, type Entry } from './package-index.js';
import { unpackOnce, type Unpacked } from './unpacked.js';

const ARCHIVE = 'http://archive.ubuntu.com/ubuntu';

/** Ubuntu 22.04: its programs ask for a C library no newer than that of Debian 12. The later place has the newer versions. */
const PLACES = ['dists/jammy/main', 'dists/jammy-updates/main'];

/** Fetches packages from Ubuntu's archive and unpacks them once, into a cache folder named after the first. What they need is to be named too. */
export function unpackUbuntu(name: string, ...others: readonly string[]): Promise<Unpacked> {
  return unpackOnce(name, (archives) => fetchInto(archives, [name, ...others]));
}

async function fetchInto(archives: string, names: readonly string[]): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`'${names[0]}' is not installed, and is fetched for Linux on x64 alone`);
  }
  const indexes = await Promise.all(PLACES.map((place) => download(`${place}/binary-amd64/Packages.gz`)));
  const entries = new Map(indexes.flatMap((index) => entriesOf(gunzipSync(index).toString(), names)));
  await Promise.all(names.map((name) => fetchPackage(archives, name, entries.get(name))));
}

async function fetchPackage(archives: string, name: string, entry: Entry | undefined): Promise<void> {
  if (entry === undefined) throw new Error(`Ubuntu's archive has no package ${name}`);
  const content = await download(entry.file);
  check(content, entry);
  writeFileSync(join(archives, basename(entry.file)), content);
}

async function download(file: string): Promise<Buffer> {
  const response = await fetch(`${ARCHIVE}/${file}`);
  if (!response.ok) throw new Error(`${response.url} answers ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}
