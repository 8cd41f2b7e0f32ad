import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  dependenciesIn,
  isObject,
  keywordsIn,
  kindOf,
  licenceIn,
  labelIn,
  oneLine,
  peopleIn,
  textIn,
  type Complain,
  type Credit,
  type Fields,
  type NamedDependency,
} from './fields.js';

/** What the demo keeps of a package.json. */
export interface Manifest {
  readonly folder: string;
  readonly name: string;
  readonly number: string | undefined;
  readonly esm: boolean;
  readonly description: string | null;
  readonly license: string | null;
  readonly homepage: string | null;
  readonly people: readonly Credit[];
  readonly keywords: readonly string[];
  readonly dependencies: readonly NamedDependency[];
}

/** A file as it was read: a manifest, unless it is damaged beyond use, and what is wrong with it. */
export interface Reading {
  readonly file: string;
  readonly manifest: Manifest | undefined;
  readonly damage: readonly string[];
}

/** A manifest is some kilobytes; one with a list of thousands of files still fits. */
const MOST_BYTES = 1024 * 1024;
const LONGEST_NAME = 214;

/** Reads one package.json. Whatever is in it, or in its place, this resolves. */
export async function readManifest(file: string): Promise<Reading> {
  const damage: string[] = [];
  try {
    const json = parse(await contentsOf(file));
    return { file, manifest: manifestFrom(json, dirname(file), (what) => damage.push(what)), damage };
  } catch (error) {
    if (!(error instanceof Useless)) throw error;
    return { file, manifest: undefined, damage: [error.message] };
  }
}

/** Why a file is of no use at all. */
class Useless extends Error {}

/** The text of a file; of a real one, and of a sensible size, for a pipe or a device would keep us reading for ever. */
async function contentsOf(file: string): Promise<string> {
  try {
    const found = await stat(file);
    if (found.isDirectory()) throw new Useless('is a directory');
    if (!found.isFile()) throw new Useless('is no ordinary file');
    if (found.size > MOST_BYTES) throw new Useless(`is too large: ${(found.size / 1024 / 1024).toFixed(1)} MB`);
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Useless) throw error;
    throw new Useless(`cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
}

function parse(text: string): Fields {
  let json: unknown;
  try {
    // Some editors put a byte order mark before the text; npm overlooks it too.
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new Useless(text.trim() === '' ? 'is empty' : 'is not valid JSON');
  }
  if (!isObject(json)) throw new Useless(`holds ${kindOf(json)}, not an object`);
  return json;
}

function manifestFrom(fields: Fields, folder: string, complain: Complain): Manifest {
  return {
    folder,
    name: nameIn(fields),
    number: labelIn(fields, 'version', complain) ?? undefined,
    esm: fields['type'] === 'module',
    description: textIn(fields, 'description', complain),
    license: licenceIn(fields, complain),
    homepage: textIn(fields, 'homepage', complain),
    people: peopleIn(fields, complain),
    keywords: keywordsIn(fields, complain),
    dependencies: dependenciesIn(fields, complain),
  };
}

/** The one field that a manifest is useless without. */
function nameIn({ name }: Fields): string {
  if (name === undefined || name === '') throw new Useless('has no name');
  if (typeof name !== 'string') throw new Useless(`has ${kindOf(name)} for a name`);
  if (name.length > LONGEST_NAME || oneLine(name) !== name) throw new Useless('has a name that no package can have');
  return name;
}
