import type { Codec, ColumnDescription, ColumnKind } from '@shelf/core';
import { json } from './json.js';
import type { MysqlColumn } from '../describe.js';
import type { Settings } from '../options.js';
import { bigint, bits, integer } from './integers.js';
import { decimal, double, float } from './numbers.js';
import { binary, boolean, untyped } from './plain.js';
import { date, datetime, time } from './temporal.js';
import { enumeration, set, text, uuid } from './text.js';

type MakeCodec = (column: MysqlColumn, settings: Settings) => Codec;

const CODECS: Readonly<Record<ColumnKind, MakeCodec>> = {
  boolean: () => boolean,
  integer: ({ type }) => integer(/\bunsigned\b/.test(type)),
  bigint: ({ type }, { bigInts }) =>
    type.startsWith('bit') ? bits(bigInts) : bigint(/\bunsigned\b/.test(type), bigInts),
  float: ({ type, scale }) => (type.startsWith('float') ? float(scale) : double(scale)),
  decimal: ({ digits, scale }) => decimal(digits, scale),
  text: (column) =>
    column.type === 'enum' ? enumeration(column.declared) : column.type === 'set' ? set(column.declared) : text(column),
  uuid: () => uuid,
  binary: ({ type, length }) => binary(type.startsWith('binary') ? length : undefined),
  json: () => json,
  date: () => date,
  time: ({ precision }) => time(precision),
  datetime: ({ precision = 0, isKey }, { zoneOffset }) => datetime(precision, isKey, zoneOffset),
  other: ({ type }) => untyped(type),
};

/** How the values of one column travel. */
export function codecOf(column: ColumnDescription, settings: Settings): Codec {
  return CODECS[column.kind](column as MysqlColumn, settings);
}
