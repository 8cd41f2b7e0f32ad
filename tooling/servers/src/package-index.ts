/** Where an archive keeps a package, and what its file has to be. */
export interface Entry {
  readonly file: string;
  readonly sha256: string;
}

/** Finds packages in the text of an archive's index, `Packages`: those of the names given that it lists. */
export function entriesOf(index: string, names: readonly string[]): Map<string, Entry> {
  const found = new Map<string, Entry>();
  for (const paragraph of index.split(/\n{2,}/)) {
    const name = field(paragraph, 'Package');
    if (name === undefined || !names.includes(name)) continue;
    const [file, sha256] = [field(paragraph, 'Filename'), field(paragraph, 'SHA256')];
    if (file === undefined || sha256 === undefined) throw new Error(`The index lists ${name} without file or SHA256`);
    found.set(name, { file, sha256 });
  }
  return found;
}

function field(paragraph: string, name: string): string | undefined {
  return new RegExp(`^${name}: *(.*)$`, 'm').exec(paragraph)?.[1];
}
