import type { Codec } from '@shelf/core';
import { isPlainObject, show } from '@shelf/core/codecs';
import { castingOf } from './casts.js';
import { readHstore, whyUnstorable, writeHstore, type Pair } from './text.js';

/** An hstore as one value: a plain object of texts and nulls. */
export const hstore: Codec = {
  encode(value) {
    if (!isPlainObject(value)) throw new TypeError(`cannot hold ${show(value)}: it holds a plain object of texts`);
    return writeHstore(Object.entries(value).map(encodePair));
  },
  decode: (value) => readHstore(value as string),
};

const text = castingOf(undefined).codec;

function encodePair([name, value]: [string, unknown]): Pair {
  const why = name === '__proto__' ? 'no row can carry it' : whyUnstorable(name);
  if (why !== undefined) throw new TypeError(`cannot hold the key ${show(name)}: ${why}`);
  if (value === undefined || typeof value === 'function' || typeof value === 'symbol')
    throw new TypeError(`cannot hold ${show(value)} at '${name}'`);
  if (value === null) return [name, null];
  try {
    return [name, text.encode?.(value)];
  } catch (error) {
    throw new TypeError(`${(error as Error).message} (at '${name}')`, { cause: error });
  }
}
