// The type of `id`.
import type { Generated, IdOf, Insertable, PrimaryKey } from '@shelf/core';
import { db } from './fixtures/db.js';
import { is, type Equal } from './fixtures/equal.js';

is<Equal<IdOf<{ id: number }>, number>>();
const generated: number = {} as IdOf<{ id: Generated<number> }>;
const named: string = {} as IdOf<{ code: PrimaryKey<string>; id: number }>;
is<Equal<IdOf<{ name: string }>, unknown>>();

interface SeatRow {
  row: PrimaryKey<number>;
  place: PrimaryKey<string>;
  taken: Generated<boolean>;
  price: number;
}
class Seat extends db.Model<SeatRow> {
  static override tableName = 'seats';
  static override idAttribute = ['row', 'place'];
}
const seat = new Seat({ row: 1, place: 'a' });
const [row, place, ...more] = seat.id;
const part: string | number = row;
seat.id = [1, 'a'];
// @ts-expect-error a composite key has several parts
seat.id = 1;
// @ts-expect-error a composite key has several parts
seat.id = [1];
// @ts-expect-error no part is a boolean
seat.id = [1, true];
class Wrong extends db.Model<SeatRow> {
  // @ts-expect-error not a column
  override get idAttribute() {
    return ['row', 'nope'] as const;
  }
}
const insert: Insertable<SeatRow> = { price: 1 };
// @ts-expect-error the price is missing
const short: Insertable<SeatRow> = { row: 1 };
