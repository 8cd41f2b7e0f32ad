import type { Codec } from '@shelf/core';
import { checkLength, isWellFormed, show } from '@shelf/core/codecs';
import type { MysqlColumn } from '../describe.js';

/**
 * Text; numbers become the text of their digits.
 *
 * @param length the characters that it holds, or, where it has no length of its own (TEXT), the bytes
 */
export function text({ type, length, charset }: Pick<MysqlColumn, 'type' | 'length' | 'charset'>): Codec {
  const padded = /^char\b/.test(type);
  const inBytes = type.endsWith('text');
  return {
    encode(value) {
      const given = textIn(value);
      if (padded && given.endsWith(' '))
        throw new TypeError(
          `cannot hold ${show(given)}: a ${type.toUpperCase()} loses spaces at its end; declare it VARCHAR`,
        );
      // The server refuses all other text that is too long, and knows how many bytes it takes.
      if (inBytes) checkBytes(given, length, charset);
      else checkLength(given, length);
      return given;
    },
    compare: textIn,
  };
}

/** Spaces at the end that a TEXT has no room for are cut off in silence. */
function checkBytes(given: string, length: number | undefined, charset: string | undefined): void {
  if (length === undefined || given.length * 4 <= length || !given.endsWith(' ')) return;
  if ((charset?.startsWith('utf8') === true ? Buffer.byteLength(given) : given.length) > length)
    throw new TypeError(`cannot hold ${show(given)}: it holds ${length} bytes`);
}

function textIn(value: unknown): string {
  return typeof value === 'bigint' || isFiniteNumber(value) ? String(value) : asText(value);
}

/** A uuid as text, in lower case as the server has it. */
export const uuid: Codec = { encode: (value) => asText(value).toLowerCase() };

/** One of the members of an ENUM. A text that is none could be taken for a member's number. */
export function enumeration(declared: string): Codec {
  const members = membersOf(declared);
  return {
    encode(value) {
      const given = asText(value);
      if (members.has(given)) return given;
      throw new TypeError(`cannot hold ${show(given)}: it holds one of ${[...members].join(', ')}`);
    },
  };
}

/** Members of a SET, separated by commas. */
export function set(declared: string): Codec {
  const members = membersOf(declared);
  return {
    encode(value) {
      const given = asText(value);
      if (given === '' || given.split(',').every((each) => members.has(each))) return given;
      throw new TypeError(`cannot hold ${show(given)}: it holds some of ${[...members].join(',')}`);
    },
  };
}

/** The members in `enum('a','b''c')`. */
function membersOf(declared: string): ReadonlySet<string> {
  return new Set([...declared.matchAll(/'((?:[^']|'')*)'/g)].map(([, member = '']) => member.replaceAll("''", "'")));
}

function asText(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError(`cannot hold ${show(value)}: it holds text`);
  if (!isWellFormed(value))
    throw new TypeError(`cannot hold ${show(value)}: half of a surrogate pair in it cannot be written as UTF-8`);
  return value;
}

function isFiniteNumber(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value);
}
