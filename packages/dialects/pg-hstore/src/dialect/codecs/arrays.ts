import type { Codec, ColumnKind } from '@shelf/core';
import { arrayLiteral, readArray } from '../array-literal.js';
import { bytesText } from '../bindings.js';
import { show } from '@shelf/core/codecs';

/** Arrays, of values that travel by `element` and stand apart by `delimiter`; nested as deep as PostgreSQL has them. */
export function array(element: Codec, kind: ColumnKind, delimiter: string): Codec {
  const textOf = (value: unknown): string => elementText(element.encode === undefined ? value : element.encode(value));
  return {
    encode(value) {
      if (!Array.isArray(value)) throw new TypeError(`cannot hold ${show(value)}: it holds an array`);
      const elements = value as unknown[];
      // An array in an array of JSON is an element like any other.
      const flat = kind === 'json' ? elements.map((each) => (each === null ? null : textOf(each))) : elements;
      return arrayLiteral(flat, kind === 'json' ? String : textOf, delimiter);
    },
    // Arrays of types that the connection does not know by number (enums, citext) come as text.
    decode: (value) => (typeof value === 'string' ? readArray(value, (each) => each, delimiter) : value),
  };
}

function elementText(encoded: unknown): string {
  if (encoded instanceof Uint8Array) return bytesText(encoded);
  if (typeof encoded === 'boolean') return encoded ? 't' : 'f';
  return String(encoded);
}
