import type { Cast, Codec, ColumnKind } from '@shelf/core';
import { dayIn, digitsIn, doubleIn, instantIn, instantText, json, show, timeOf, wholeIn } from '@shelf/core/codecs';
import { whyUnstorable } from './text.js';

/** How attributes of one type are kept as text, read, and compared. */
export interface Casting {
  readonly kind: ColumnKind;
  /** The type of its SQL. */
  readonly type: 'text' | 'numeric' | 'boolean';
  /** Values that are equal in SQL are equal in JavaScript. */
  readonly exact: boolean;
  readonly codec: Codec;
  /** The SQL of the value, NULL where the text is not of the type: a cast in a condition must not fail on another row's value. */
  sql(text: string): string;
}

const DIGITS = /^[+-]?\d{1,255}$/;
const NUMBER = /^[+-]?(?:\d{1,255}(?:\.\d{0,255})?|\.\d{1,255})(?:e[+-]?\d{1,3})?$/i;
const TRUE = ['true', 't', 'yes', 'y', 'on', '1'];
const FALSE = ['false', 'f', 'no', 'n', 'off', '0'];

/** Any value as text: what is no string as JSON has it, instants as ISO 8601. */
const text: Casting = {
  kind: 'text',
  type: 'text',
  exact: true,
  codec: { encode: encodeText },
  sql: (each) => each,
};

const number: Casting = {
  kind: 'float',
  type: 'numeric',
  exact: false,
  codec: { encode: encodeFloat, decode: readNumber },
  sql: (each) =>
    guarded(
      each,
      '([0-9]{1,255}([.][0-9]{0,255}){0,1}|[.][0-9]{1,255})([eE][+-]{0,1}[0-9]{1,3}){0,1}',
      `${each}::numeric`,
    ),
};

const integer: Casting = {
  kind: 'integer',
  type: 'numeric',
  exact: true,
  codec: { encode: encodeInteger, decode: readInteger },
  sql: (each) => guarded(each, '[0-9]{1,255}', `${each}::numeric`),
};

/** The casts that a model may declare. */
export const CASTS: Readonly<Record<Cast, Casting>> = {
  string: text,
  integer,
  bigint: { ...integer, kind: 'bigint', codec: { encode: encodeInteger, decode: readBigInt } },
  float: number,
  number,
  decimal: { ...number, kind: 'decimal', codec: { encode: encodeNumber } },
  boolean: {
    kind: 'boolean',
    type: 'boolean',
    exact: true,
    codec: { encode: encodeBoolean, decode: readBoolean },
    sql: (each) =>
      `(case when ${each} in (${listed(TRUE)}) then true when ${each} in (${listed(FALSE)}) then false end)`,
  },
  json: { ...text, kind: 'json', exact: false, codec: json },
  date: {
    ...text,
    kind: 'date',
    codec: { encode: dayIn },
    sql: (each) => inOrder(each, '[0-9]{4}-[0-9]{2}-[0-9]{2}'),
  },
  datetime: {
    ...text,
    kind: 'datetime',
    codec: { encode: encodeInstant, decode: readInstant },
    sql: (each) => inOrder(each, '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z'),
  },
};

/** The casting of a declared type, or of text where none is declared. */
export function castingOf(cast: string | undefined): Casting {
  if (cast === undefined) return text;
  if (Object.hasOwn(CASTS, cast)) return CASTS[cast as Cast];
  throw new TypeError(`cannot be cast to '${cast}'; the casts are: ${Object.keys(CASTS).join(', ')}`);
}

function guarded(each: string, digits: string, value: string): string {
  return `(case when ${each} ~ '^[+-]{0,1}${digits}$' then ${value} end)`;
}

/** Texts of one form, which byte order puts into the order of what they mean. */
function inOrder(each: string, form: string): string {
  return `(case when ${each} ~ '^${form}$' then ${each} end collate "C")`;
}

function listed(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(', ');
}

function encodeText(value: unknown): string {
  switch (typeof value) {
    case 'string': {
      const why = whyUnstorable(value);
      if (why !== undefined) throw new TypeError(`cannot hold ${show(value)}: ${why}`);
      return value;
    }
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'number':
      if (Number.isFinite(value)) return String(value);
      throw new TypeError(`cannot hold ${value}`);
    default:
  }
  if (value instanceof Date) return instantText(instantIn(value).time);
  if (value instanceof Uint8Array)
    throw new TypeError(`cannot hold bytes: it holds text; Buffer's toString('base64') makes text of them`);
  return json.encode?.(value) as string;
}

function encodeInteger(value: unknown): string {
  const whole = wholeIn(value);
  if (whole === undefined) throw new TypeError(`cannot hold ${show(value)}: it is cast to whole numbers`);
  return withinLimit(value, String(whole));
}

/** The digits stay as they are given. */
function encodeNumber(value: unknown): string {
  if (digitsIn(value) === undefined) throw new TypeError(`cannot hold ${show(value)}: it is cast to numbers`);
  return withinLimit(value, String(value));
}

/** More digits would be no number to the SQL of conditions. */
function withinLimit(value: unknown, written: string): string {
  if (NUMBER.test(written)) return written;
  throw new TypeError(`cannot hold ${show(value)}: it is cast to numbers of up to 255 digits`);
}

/** What reads back as it: another number, with fewer digits, would be read of a text with more. */
function encodeFloat(value: unknown): string {
  doubleIn(value);
  return encodeNumber(value);
}

function readNumber(value: unknown): unknown {
  if (!NUMBER.test(value as string)) return value;
  try {
    return doubleIn(value);
  } catch {
    return value;
  }
}

function encodeBoolean(value: unknown): string {
  if (typeof value === 'boolean') return String(value);
  throw new TypeError(`cannot hold ${show(value)}: it is cast to true and false`);
}

function encodeInstant(value: unknown): string {
  return instantText(instantIn(value).time);
}

/** A number where that is exact, else the digits. What other programs have stored that is no number comes as it is. */
function readInteger(value: unknown): unknown {
  if (!DIGITS.test(value as string)) return value;
  const read = Number(value);
  return Number.isSafeInteger(read) ? read : value;
}

function readBigInt(value: unknown): unknown {
  return DIGITS.test(value as string) ? BigInt((value as string).replace('+', '')) : value;
}

function readBoolean(value: unknown): unknown {
  if (TRUE.includes(value as string)) return true;
  return FALSE.includes(value as string) ? false : value;
}

function readInstant(value: unknown): unknown {
  const time = timeOf(value as string);
  return time === undefined || Number.isNaN(time) ? value : new Date(time);
}
