import { isStorable } from '../dialect/bindings.js';

/** A pair of an hstore, its value encoded: text, or null. */
export type Pair = readonly [name: string, value: unknown];

/** Writes the text of an hstore, from which the server reads the very same pairs. */
export function writeHstore(pairs: Iterable<Pair>): string {
  let text = '';
  for (const [name, value] of pairs) {
    if (text !== '') text += ',';
    text += `${quoted(name)}=>${value === null ? 'NULL' : quoted(value as string)}`;
  }
  return text;
}

const ESCAPED = /["\\]/g;

function quoted(text: string): string {
  return `"${text.includes('"') || text.includes('\\') ? text.replaceAll(ESCAPED, '\\$&') : text}"`;
}

/** Says why PostgreSQL cannot hold a text; undefined where it can. */
export function whyUnstorable(text: string): string | undefined {
  if (isStorable(text)) return undefined;
  return text.includes('\0') ? 'PostgreSQL has no U+0000' : 'half of a surrogate pair in it cannot be written as UTF-8';
}

const QUOTE = 34;
const BACKSLASH = 92;

/** Reads the text that the server writes of an hstore. A pair named `__proto__` is a pair like any other. */
export function readHstore(text: string): Record<string, string | null> {
  const pairs: [string, string | null][] = [];
  for (let at = 0; at < text.length;) {
    const nameEnd = endOfQuoted(text, at);
    const name = unquoted(text, at, nameEnd);
    const from = startOfValue(text, nameEnd);
    const to = endOfValue(text, from);
    pairs.push([name, text.charCodeAt(from) === QUOTE ? unquoted(text, from, to) : null]);
    at = startOfNext(text, to);
  }
  return Object.fromEntries(pairs);
}

/** Where a quoted text ends, behind its last quote. */
export function endOfQuoted(text: string, from: number): number {
  if (text.charCodeAt(from) !== QUOTE) throw malformed(text, from);
  for (let at = from + 1; ; at++) {
    at = text.indexOf('"', at);
    if (at === -1) throw malformed(text, from);
    let backslashes = 0;
    while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return at + 1;
  }
}

/** What stands in quotes, without the backslashes that keep quotes and backslashes apart. */
export function unquoted(text: string, from: number, to: number): string {
  return unescaped(text.slice(from + 1, to - 1));
}

/** The same, of what stands between the quotes. */
export function unescaped(inner: string): string {
  let at = inner.indexOf('\\');
  if (at === -1) return inner;
  let plain = '';
  let next = 0;
  for (; at !== -1; at = inner.indexOf('\\', next + 1)) {
    plain += inner.slice(next, at);
    // What follows a backslash stands for itself, a backslash too.
    next = at + 1;
  }
  return plain + inner.slice(next);
}

/** Where the value of a pair begins, given where its name ends. */
export function startOfValue(text: string, nameEnd: number): number {
  if (!text.startsWith('=>', nameEnd)) throw malformed(text, nameEnd);
  return nameEnd + 2;
}

/** Where a value ends. */
export function endOfValue(text: string, from: number): number {
  return text.startsWith('NULL', from) ? from + 4 : endOfQuoted(text, from);
}

/** Where the next pair begins, given where the value before it ends. */
export function startOfNext(text: string, valueEnd: number): number {
  if (valueEnd === text.length) return valueEnd;
  if (!text.startsWith(', ', valueEnd) || valueEnd + 2 === text.length) throw malformed(text, valueEnd);
  return valueEnd + 2;
}

function malformed(text: string, at: number): SyntaxError {
  return new SyntaxError(`This is no text of an hstore at position ${at}: ${text.slice(0, 80)}`);
}

/** Refuses what a query has computed under the name of an hstore. */
export function checkText(value: unknown): asserts value is string {
  if (typeof value !== 'string') throw new SyntaxError(`This is no text of an hstore, but of type ${typeof value}`);
}
