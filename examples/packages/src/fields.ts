import type { DependencyKind, Role } from './rows.js';

// The fields of a manifest as strangers have written them. Each reader takes every form that npm has ever allowed, and complains
// of what is none of them; what it complains of is left out.

/** A manifest, as JSON gave it. */
export type Fields = Readonly<Record<string, unknown>>;

/** Takes down what is wrong with a field. */
export type Complain = (what: string) => void;

export interface NamedPerson {
  readonly name: string;
  readonly email?: string;
  readonly url?: string;
}

/** A person, and what they are to the package. */
export interface Credit extends NamedPerson {
  readonly role: Role;
}

export interface NamedDependency {
  readonly name: string;
  readonly kind: DependencyKind;
  readonly range: string;
}

/** A field that holds one line of text; null when it is not there, or empty. */
export function textIn(fields: Fields, name: string, complain: Complain): string | null {
  return readText(fields[name], name, oneLine, complain);
}

/** The same, of a text that something is known by. */
export function labelIn(fields: Fields, name: string, complain: Complain): string | null {
  return readText(fields[name], name, label, complain);
}

function readText(value: unknown, name: string, read: (text: string) => string, complain: Complain): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return read(value) || null;
  complain(`${name} is ${kindOf(value)}`);
  return null;
}

/** `"MIT"`; before 2015 also `{ "type": "MIT" }`, and a list of those in `licenses`. */
export function licenceIn(fields: Fields, complain: Complain): string | null {
  const names = listOf(fields['license'] ?? fields['licenses']).map((each) => (isObject(each) ? each['type'] : each));
  const wrong = names.find((name) => typeof name !== 'string');
  if (wrong !== undefined) complain(`license is ${kindOf(wrong)}`);
  return label(names.filter(isText).join(' OR ')) || null;
}

/** Who of several roles has the first of them here. */
const PERSON_FIELDS: readonly (readonly [field: string, role: Role])[] = [
  ['author', 'author'],
  ['contributors', 'contributor'],
  ['maintainers', 'maintainer'],
];

/** Author, contributors and maintainers, each once. */
export function peopleIn(fields: Fields, complain: Complain): Credit[] {
  const people = new Map<string, Credit>();
  for (const [field, role] of PERSON_FIELDS) {
    for (const value of listOf(fields[field])) {
      if (typeof value !== 'string' && !isObject(value)) complain(`${field} has ${kindOf(value)} for a person`);
      const person = typeof value === 'string' ? personFromText(value) : personFromFields(isObject(value) ? value : {});
      if (person === undefined) continue;
      const known = person.name.toLowerCase();
      people.set(known, { ...person, role, ...people.get(known) });
    }
  }
  return [...people.values()];
}

/** `Ada Lovelace <ada@example.org> (https://example.org)`, of which the latter two may be missing. */
function personFromText(text: string): NamedPerson | undefined {
  const [, name, email, url] = /^([^<(]*)(?:<([^>]*)>)?\s*(?:\(([^)]*)\))?/.exec(text) ?? [];
  return personFromFields({ name, email, url });
}

function personFromFields({ name, email, url }: Fields): NamedPerson | undefined {
  const called = [name, email].filter(isText).map(label).find(Boolean);
  if (called === undefined) return undefined;
  return { name: called, ...(isText(email) && { email: oneLine(email) }), ...(isText(url) && { url: oneLine(url) }) };
}

/** A list of words; in old packages also one text with commas or spaces between. */
export function keywordsIn({ keywords }: Fields, complain: Complain): string[] {
  const words = typeof keywords === 'string' ? keywords.split(/[,\s]+/) : listOf(keywords);
  const wrong = words.find((word) => typeof word !== 'string');
  if (wrong !== undefined) complain(`keywords has ${kindOf(wrong)} for a word`);
  return [...new Set(words.filter(isText).map((word) => label(word.toLowerCase())))].filter(Boolean);
}

/** In the order in which npm has one overrule another. Those for development are not installed with a package. */
const DEPENDENCY_FIELDS: readonly (readonly [field: string, kind: DependencyKind])[] = [
  ['peerDependencies', 'peer'],
  ['dependencies', 'runtime'],
  ['optionalDependencies', 'optional'],
];

/** What a package needs, each by its name once. */
export function dependenciesIn(fields: Fields, complain: Complain): NamedDependency[] {
  const dependencies = new Map<string, NamedDependency>();
  for (const [field, kind] of DEPENDENCY_FIELDS) {
    const ranges = fields[field] ?? {};
    if (!isObject(ranges)) {
      complain(`${field} is ${kindOf(ranges)}`);
      continue;
    }
    // `entries` gives a dependency called __proto__ like any other.
    for (const [name, range] of Object.entries(ranges)) {
      if (typeof range !== 'string') complain(`${field} has ${kindOf(range)} for the range of ${oneLine(name)}`);
      else dependencies.set(label(name), { name: label(name), kind, range: oneLine(range) });
    }
  }
  return [...dependencies.values()];
}

/** The most characters of one text that are kept; databases have limits, and readers too. */
const LONGEST_TEXT = 10_000;
/** The same for words that things are known by, which databases keep in an index. */
const LONGEST_LABEL = 255;

/** Text as a table can show it: no line breaks or other control characters, no half characters. */
export function oneLine(text: string): string {
  const line = Buffer.from(text)
    .toString()
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return cut(line, LONGEST_TEXT);
}

/** A short text that something is known by. */
function label(text: string): string {
  return cut(oneLine(text), LONGEST_LABEL);
}

function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const characters = Array.from(text);
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a value is, for a sentence. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null || value === '') return [];
  return Array.isArray(value) ? value : [value];
}
