import type { Codec, ColumnDescription, ColumnKind } from '@shelf/core';
import { json } from '@shelf/core/codecs';
import { declaredNumbers } from '../kinds.js';
import type { Settings } from '../options.js';
import { binary, boolean, untyped } from './plain.js';
import { bigint, decimal, float, integer } from './numbers.js';
import { date, datetime } from './temporal.js';
import { text, time, uuid } from './text.js';

type MakeCodec = (column: ColumnDescription, settings: Settings) => Codec;

const CODECS: Readonly<Record<ColumnKind, MakeCodec>> = {
  boolean: () => boolean,
  integer: (_, { bigInts }) => integer(bigInts),
  bigint: (_, { bigInts }) => bigint(bigInts),
  float: () => float,
  decimal: ({ type }, { bigInts }) => decimal(bigInts, declaredNumbers(type)),
  text: ({ type }) => text(type),
  uuid: ({ type }) => uuid(type),
  binary: () => binary,
  json: () => json,
  date: () => date,
  time: ({ type }) => time(type),
  datetime: ({ precision }, { instants }) => datetime(instants, precision),
  other: ({ type }, { driver }) => untyped(type, driver),
};

/** How the values of one column travel. */
export function codecOf(column: ColumnDescription, settings: Settings): Codec {
  return CODECS[column.kind](column, settings);
}
