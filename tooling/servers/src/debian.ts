import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, outputOf } from './binaries.js';
import { unpackOnce, type Unpacked } from './unpacked.js';

/** Fetches packages from Debian's registry, with what they need and the system lacks, and unpacks them once, into a cache folder named after the first. */
export function unpackDebian(name: string, ...others: readonly string[]): Promise<Unpacked> {
  return unpackOnce(name, (archives) => fetchInto(archives, [name, ...others]));
}

function fetchInto(archives: string, names: readonly string[]): void {
  const apt = findProgram(['apt-get'], []);
  if (apt === undefined) throw new Error(`'${names[0]}' is not installed, and there is no apt-get to fetch it with`);
  mkdirSync(join(archives, 'partial'));
  const options = [`Dir::Cache::archives=${archives}`, 'Debug::NoLocking=true', 'APT::Sandbox::User=root'];
  const fetch = (...more: readonly string[]): string =>
    outputOf(apt, [
      ...[...options, ...more].flatMap((option) => ['-o', option]),
      'install',
      '--yes',
      '--no-install-recommends',
      '--download-only',
      '--reinstall',
      ...names,
    ]);
  try {
    fetch();
  } catch {
    // The machine's own lists are absent or out of date: read them into a folder of ours.
    const lists = join(archives, 'lists');
    mkdirSync(join(lists, 'partial'), { recursive: true });
    outputOf(apt, ['-o', `Dir::State::lists=${lists}`, '-o', 'Debug::NoLocking=true', 'update']);
    fetch(`Dir::State::lists=${lists}`);
  }
}
