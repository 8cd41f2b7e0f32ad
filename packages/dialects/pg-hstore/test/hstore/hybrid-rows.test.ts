import { createShelf, type Shelf } from '@shelf/core';
import { badgersOn, useHstore, type BadgerRow } from './badgers.js';

const database = useHstore();
let db: Shelf;
beforeEach(async () => {
  db = await badgersOn(database);
});
afterEach(() => db.destroy());

function badger() {
  return class Badger extends db.Model<BadgerRow> {
    static override tableName = 'badgers';
  };
}

test('attributes go to their columns, all others into the hstore, and come back as one', async () => {
  const Badger = badger();
  const saved = await new Badger({ name: 'Bob', colour: 'red', age: 3 }).save();
  expect(saved.toJSON()).toEqual({ id: 1, name: 'Bob', colour: 'red', age: 3 });
  expect(await db.knex('badgers').select('name', 'age', db.knex.raw('attributes::text as held'))).toEqual([
    { name: 'Bob', age: 3, held: '"colour"=>"red"' },
  ]);
  const fetched = await new Badger({ id: 1 }).fetch({ require: true });
  expect(fetched.toJSON()).toEqual({ id: 1, name: 'Bob', colour: 'red', age: 3 });
  expect((await Badger.fetchAll()).toJSON()).toEqual([{ id: 1, name: 'Bob', colour: 'red', age: 3 }]);
  await fetched.save({ colour: 'black', size: 'big', age: 4 });
  await fetched.save('weight', null);
  expect((await new Badger({ id: 1 }).fetch({ require: true })).toJSON()).toEqual({
    id: 1,
    name: 'Bob',
    age: 4,
    colour: 'black',
    size: 'big',
    weight: null,
  });
  fetched.unset('size');
  expect(fetched.hasChanged('size')).toBe(true);
  await fetched.save();
  expect(fetched.hasChanged()).toBe(false);
  expect((await new Badger({ id: 1 }).fetch({ require: true })).has('size')).toBe(false);
  expect(await new Badger({ colour: 'black' }).fetch()).not.toBeNull();
  expect(await new Badger({ colour: 'red' }).fetch()).toBeNull();
});

test.each([
  [false, { name: 'b', age: 5, colour: 'black', weight: '2', food: 'worms' }],
  [true, { name: 'b', age: 5, colour: 'red', size: 'small', weight: '2', food: 'worms' }],
])('a collection fetched with merge: %p leaves nothing to be saved but the changes', async (merge, expected) => {
  const Badger = badger();
  await new Badger({ name: 'a', colour: 'red', size: 'big', weight: 1 }).save();
  const badgers = await Badger.fetchAll();
  const model = badgers.at(0);
  model?.set('colour', 'black').unset('size');
  await new Badger({ id: 1 }).save({ name: 'b', age: 5, weight: 2, size: 'small', food: 'worms' }, { patch: true });
  await badgers.fetch({ merge });
  expect(model?.hasChanged()).toBe(!merge);
  await model?.save();
  expect((await new Badger({ id: 1 }).fetch({ require: true })).toJSON()).toEqual({ id: 1, ...expected });
});

test('rows to which `postProcessResponse` gives names of their own keep them', async () => {
  const Badger = badger();
  for (const name of ['Bob', 'Brenda']) await new Badger({ name, colour: 'red' }).save();
  const named = await database.dialect({
    searchPath: await searchPathOf(db),
    knex: {
      postProcessResponse: (response: unknown) =>
        Array.isArray(response)
          ? response.map((row: Record<string, unknown>, i) => (i === 1 ? { ...row, second: true } : row))
          : response,
    },
  });
  const other = createShelf({ dialect: named });
  try {
    class Named extends other.Model<BadgerRow> {
      static override tableName = 'badgers';
    }
    expect((await Named.orderBy('id').fetchAll()).toJSON()).toEqual([
      { id: 1, name: 'Bob', age: null, colour: 'red' },
      { id: 2, name: 'Brenda', age: null, colour: 'red', second: true },
    ]);
  } finally {
    await other.destroy();
  }
});

async function searchPathOf({ knex }: Shelf): Promise<string[]> {
  const { rows } = await knex.raw<{ rows: { schemas: string[] }[] }>(
    'select current_schemas(false)::text[] as schemas',
  );
  return rows[0]?.schemas ?? [];
}
