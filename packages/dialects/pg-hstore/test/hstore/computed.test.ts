import type { Shelf } from '@shelf/core';
import { badgersOn, useHstore } from './badgers.js';
import { four } from './four.js';

const database = useHstore();
let db: Shelf;
beforeEach(async () => {
  db = await badgersOn(database);
});
afterEach(() => db.destroy());

describe('what a query computes', () => {
  test('is what it orders by where a result has the name', async () => {
    const Badger = await four(db);
    const named = await Badger.query('orderBy', 'shade', 'desc')
      .where('size', '>', 0)
      .fetchAll({ columns: ['id', 'name as shade'] });
    expect(named.pluck('shade' as never)).toEqual(['Cat', 'Bob', 'Ann']);
    const raw = await Badger.query((qb) => qb.orderBy('length').orderBy('id')).fetchAll({
      columns: ['id', db.knex.raw('char_length(name) * -id as length')] as never,
    });
    expect(raw.pluck('length' as never)).toEqual([-12, -9, -6, -3]);
  });

  test('leaves what else it orders by an attribute', async () => {
    const Badger = await four(db);
    const chosen = await Badger.query((qb) => qb.select('id', 'name').orderBy('size'))
      .where('size', '>', 0)
      .fetchAll();
    expect(chosen.pluck('name')).toEqual(['Ann', 'Bob', 'Cat']);
  });

  test('of a column is not the column, for its codec either', async () => {
    const Badger = await four(db);
    const counts = await Badger.query((qb) => qb.count({ wild: 'name' }).count('id as born')).fetchAll();
    expect(counts.toJSON()).toEqual([{ wild: 4, born: 4 }]);
  });
});

test('a column among so many rows is counted', async () => {
  const Badger = await four(db);
  expect(await Badger.query('limit', 4).count('colour')).toBe(3);
  expect(await Badger.query('limit', 2).count('colour')).toBe(2);
});
