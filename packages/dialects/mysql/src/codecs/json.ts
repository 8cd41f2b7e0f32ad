import type { Codec } from '@shelf/core';
import { json as plainJson, show } from '@shelf/core/codecs';

/** What JSON.stringify makes of half a surrogate pair; a backslash before it that is itself escaped does not count. */
const HALF = /(?<!\\)(?:\\\\)*\\ud[89a-f]/;

/** JSON, which the servers read on the way in: they know no half of a surrogate pair, not even escaped. */
export const json: Codec = {
  ...plainJson,
  encode(value) {
    const text = plainJson.encode?.(value);
    if (typeof text === 'string' && HALF.test(text))
      throw new TypeError(`cannot hold ${show(value)}: half of a surrogate pair in it is no JSON here`);
    return text;
  },
};
