import type { Codec } from '@shelf/core';
import { json as plain, show } from '@shelf/core/codecs';

/** Any JSON value, bound as its text; the connection has parsed it when it is read. PostgreSQL compares it with nothing. */
export const json: Codec = {
  encode: plain.encode as (value: unknown) => unknown,
  compare(value) {
    throw new TypeError(
      `cannot be compared with ${show(value)}: PostgreSQL has no equality for json; a column of type jsonb can be compared`,
    );
  },
};

/** U+0000 and halves of surrogate pairs, as JSON escapes them: `json` keeps the text, `jsonb` reads it. */
const UNREADABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;

/** The same in PostgreSQL's own form, which holds no text that PostgreSQL cannot hold. */
export const jsonb: Codec = {
  encode(value) {
    const text = plain.encode?.(value) as string;
    if (!UNREADABLE.test(text)) return text;
    throw new TypeError(
      `cannot hold ${show(value)}: jsonb holds neither U+0000 nor half of a surrogate pair; a column of type json does`,
    );
  },
};
