import { createShelf, type Shelf } from '@shelf/core';
import { badgersOn, useHstore, type BadgerRow } from './badgers.js';

const database = useHstore();
let db: Shelf;
beforeEach(async () => {
  db = await badgersOn(database);
});
afterEach(() => db.destroy());

const TIMES = 1000;

test(`two writers that change different keys of one row ${TIMES} times lose nothing`, async () => {
  class Badger extends db.Model<BadgerRow> {
    static override tableName = 'badgers';
  }
  await new Badger({ name: 'Bob', shared: 'kept' }).save();
  const write = async (key: string): Promise<void> => {
    // A model of its own, which never reads what the other one writes.
    const model = await new Badger({ id: 1 }).fetch({ require: true });
    for (let n = 1; n <= TIMES; n++) {
      await model.save({ [key]: n, [`${key}${n % 50}`]: n });
      if (n % 10 !== 0) continue;
      model.unset(`${key}${n % 50}`);
      await model.save();
    }
  };
  await Promise.all([write('left'), write('right')]);
  const expected: Record<string, unknown> = { id: 1, name: 'Bob', age: null, shared: 'kept' };
  for (const key of ['left', 'right']) {
    expected[key] = String(TIMES);
    for (let n = TIMES - 49; n <= TIMES; n++) if (n % 10 !== 0) expected[`${key}${n % 50}`] = String(n);
  }
  expect((await new Badger({ id: 1 }).fetch({ require: true })).toJSON()).toEqual(expected);
}, 60_000);

test('two shelves know nothing of each other and both are right', async () => {
  const other = createShelf({ dialect: db.dialect });
  try {
    const [one, two] = [db, other].map(
      (shelf) =>
        class Badger extends shelf.Model<BadgerRow> {
          static override tableName = 'badgers';
        },
    );
    await new one!({ colour: 'red' }).save();
    const seen = await new two!({ id: 1 }).fetch({ require: true });
    await new one!({ id: 1 }).save({ size: 1 }, { patch: true });
    await seen.save({ colour: 'black' });
    expect((await new one!({ id: 1 }).fetch())?.toJSON()).toMatchObject({ colour: 'black', size: '1' });
  } finally {
    await other.destroy();
  }
});
