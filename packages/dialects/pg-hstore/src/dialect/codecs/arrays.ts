import type { Codec } from '@shelf/core';
import { arrayLiteral, readArray } from '../array-literal.js';
import { bytesText } from '../bindings.js';
import { show } from '@shelf/core/codecs';

/** Arrays, of values that travel by `element`; nested as deep as PostgreSQL has them. */
export function array(element: Codec | undefined): Codec {
  const encodeElement = (value: unknown): string => {
    const encoded = element?.encode === undefined ? value : element.encode(value);
    if (encoded instanceof Uint8Array) return bytesText(encoded);
    if (typeof encoded === 'boolean') return encoded ? 't' : 'f';
    return String(encoded);
  };
  return {
    encode(value) {
      if (!Array.isArray(value)) throw new TypeError(`cannot hold ${show(value)}: it holds an array`);
      return arrayLiteral(value as unknown[], encodeElement);
    },
    // Arrays of types that the connection does not know by number (enums, citext) come as text.
    decode: (value) => (typeof value === 'string' ? readArray(value, (each) => each) : value),
  };
}
