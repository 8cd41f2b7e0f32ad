import type { Codec, ColumnDescription, ColumnKind } from '@shelf/core';
import { hstore } from '../../hstore/codec.js';
import type { Modifiers, PgColumn } from '../describe.js';
import { kindOf, type BaseType } from '../kinds.js';
import { array } from './arrays.js';
import { json, jsonb } from './json.js';
import { decimal, double, int, integer, real, smallint } from './numbers.js';
import { asText, binary, boolean, money, text, timed, uuid } from './plain.js';
import { date, datetime, exactDatetime, time } from './temporal.js';

type MakeCodec = (modifiers: Modifiers) => Codec;

const CODECS: Readonly<Record<Exclude<ColumnKind, 'other'>, MakeCodec>> = {
  boolean: () => boolean,
  integer: () => integer,
  bigint: () => integer,
  float: () => double,
  decimal: ({ digits, scale }) => decimal(digits, scale),
  text: ({ length }) => text(length),
  uuid: () => uuid,
  binary: () => binary,
  json: () => json,
  date: () => date,
  time: ({ precision = FINEST }) => time(precision),
  datetime: ({ precision = FINEST }) => datetime(precision),
};

/** Types that differ from others of their kind. */
const BY_TYPE: ReadonlyMap<string, Codec> = new Map(
  Object.entries({ jsonb, int4: int, int2: smallint, float4: real, money }),
);

/** The finest instants of a Date, and of PostgreSQL, in digits after the second. */
const MILLISECONDS = 3;
const FINEST = 6;

/** How the values of one column travel. Reading is done by the connection's type parsers, except where a column differs. */
export function codecOf(column: ColumnDescription): Codec | undefined {
  const { kind, type, element, delimiter, precision = FINEST, isKey, base } = column as PgColumn;
  if (element !== undefined) {
    const of = kindOf(element);
    return array(codecOfType(element, of, element.name, column as PgColumn), of, delimiter);
  }
  if (base.name === 'hstore') return hstore;
  if (kind === 'datetime' && isKey && precision > MILLISECONDS)
    return exactDatetime(precision, base.name === 'timestamptz');
  return codecOfType(base, kind, type, column as PgColumn);
}

function codecOfType({ name }: BaseType, kind: ColumnKind, type: string, modifiers: Modifiers): Codec {
  const own = BY_TYPE.get(name);
  if (own !== undefined) return own;
  if (name === 'timetz' || name === 'interval') return timed(type, modifiers.precision ?? FINEST);
  return kind === 'other' ? asText(type) : CODECS[kind](modifiers);
}
