import { createHash } from 'node:crypto';

/** Where an archive keeps a package, and what its file has to be. */
export interface Entry {
  readonly file: string;
  readonly sha256: string;
}

/** Finds packages in the text of an archive's index, `Packages`: those of the names given that it lists. */
export function entriesOf(index: string, names: readonly string[]): (readonly [name: string, entry: Entry])[] {
  const found: (readonly [string, Entry])[] = [];
  for (const paragraph of index.split(/\n{2,}/)) {
    const name = field(paragraph, 'Package');
    if (name === undefined || !names.includes(name)) continue;
    const [file, sha256] = [field(paragraph, 'Filename'), field(paragraph, 'SHA256')];
    if (file === undefined || sha256 === undefined) throw new Error(`The index lists ${name} without file or SHA256`);
    found.push([name, { file, sha256 }]);
  }
  return found;
}

/** Refuses a fetched file that is not the one which the index lists. */
export function check(content: Buffer, { file, sha256 }: Entry): void {
  const got = createHash('sha256').update(content).digest('hex');
  if (got !== sha256) throw new Error(`${file} has the SHA256 ${got}; the index lists ${sha256}`);
}

function field(paragraph: string, name: string): string | undefined {
  return new RegExp(`^${name}: *(.*)$`, 'm').exec(paragraph)?.[1];
}
