import type { Codec, ColumnDescription, ColumnKind } from '@shelf/core';
import { hstore } from '../../hstore/codec.js';
import type { PgColumn } from '../describe.js';
import { kindOf, type BaseType } from '../kinds.js';
import { array } from './arrays.js';
import { json, jsonb } from './json.js';
import { decimal, float, int, integer, smallint } from './numbers.js';
import { asText, binary, boolean, text, uuid } from './plain.js';
import { date, datetime, exactDatetime, exactTimestamp, time } from './temporal.js';

const CODECS: Readonly<Record<Exclude<ColumnKind, 'other'>, Codec>> = {
  boolean,
  integer,
  bigint: integer,
  float,
  decimal,
  text,
  uuid,
  binary,
  json,
  date,
  time,
  datetime,
};

/** Types that differ from others of their kind. */
const BY_TYPE: ReadonlyMap<string, Codec> = new Map(Object.entries({ jsonb, int4: int, int2: smallint }));

/** The finest instants of a Date, in digits after the second. */
const MILLISECONDS = 3;

/** How the values of one column travel. Reading is done by the connection's type parsers, except where a column differs. */
export function codecOf(column: ColumnDescription): Codec | undefined {
  const { kind, type, element, delimiter, precision, isKey, base } = column as PgColumn;
  if (element !== undefined) {
    const of = kindOf(element);
    return array(codecOfType(element, of, element.name), of, delimiter);
  }
  if (base.name === 'hstore') return hstore;
  if (kind === 'datetime' && isKey && precision > MILLISECONDS)
    return base.name === 'timestamp' ? exactTimestamp : exactDatetime;
  return codecOfType(base, kind, type);
}

function codecOfType({ name }: BaseType, kind: ColumnKind, type: string): Codec {
  const own = BY_TYPE.get(name);
  if (own !== undefined) return own;
  return kind === 'other' || name === 'timetz' ? asText(type) : CODECS[kind];
}
