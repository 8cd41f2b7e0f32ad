import type { Shelf } from '@shelf/core';
import type { BadgerRow } from './badgers.js';

/** A class of badgers with attributes of several types. */
export function castBadger(db: Shelf) {
  return class Badger extends db.Model<BadgerRow> {
    static override tableName = 'badgers';
    static override casts = { size: 'integer', weight: 'float', wild: 'boolean', born: 'date' };
  };
}
export type Badgers = ReturnType<typeof castBadger>;

/** Four badgers; the last one's values are of no type. */
export async function four(db: Shelf): Promise<Badgers> {
  const Badger = castBadger(db);
  await Badger.collection([
    { name: 'Ann', colour: 'red', size: 3, weight: 1.5, wild: true, born: '2020-02-29' },
    { name: 'Bob', colour: 'black', size: 20, weight: 12, wild: false, born: '2019-12-31' },
    { name: 'Cat', colour: 'red', size: 100, weight: -1e3, wild: true, born: '2021-01-01' },
  ]).saveAll();
  await db.knex.raw(
    `insert into badgers (name, attributes) values ('Dog', 'size=>small, weight=>"1e", wild=>perhaps, born=>2021-02-30x, colour=>NULL')`,
  );
  return Badger;
}
