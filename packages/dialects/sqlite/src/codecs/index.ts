import type { Codec, ColumnDescription, ColumnKind } from '@shelf/core';
import { json } from '@shelf/core/codecs';
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
  decimal: (_, { bigInts }) => decimal(bigInts),
  text: ({ type }) => text(type),
  uuid: ({ type }) => uuid(type),
  binary: () => binary,
  json: () => json,
  date: () => date,
  time: () => time,
  datetime: (_, { instants }) => datetime[instants],
  other: ({ type }, { driver }) => untyped(type, driver),
};

/** How the values of one column travel. */
export function codecOf(column: ColumnDescription, settings: Settings): Codec {
  return CODECS[column.kind](column, settings);
}
