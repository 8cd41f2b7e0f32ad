import type { Shelf } from '@shelf/core';
import { add, badgersOn, held, sizedBadger, useHstore, type BadgerRow } from './badgers.js';

const database = useHstore();
let db: Shelf;
beforeEach(async () => {
  db = await badgersOn(database);
});
afterEach(() => db.destroy());

const badger = () => sizedBadger(db);

describe('update', () => {
  test('merges what changed, removes what was unset, and leaves the rest as it is now', async () => {
    const Badger = badger();
    const bob = await new Badger({ name: 'Bob', colour: 'red', size: 3, left: 'a' }).save();
    await add(db, 'other=>1, left=>b');
    bob.set({ colour: 'black', weight: 12 }).unset('size');
    expect(bob.changed).toEqual({ colour: 'black', weight: 12, size: undefined });
    await bob.save();
    expect(await held(db)).toEqual({ colour: 'black', weight: '12', other: '1', left: 'b' });
    expect(bob.hasChanged()).toBe(false);
    expect(bob.toJSON()).toEqual({ id: 1, name: 'Bob', colour: 'black', weight: 12, left: 'a' });
  });

  test('where the column is null', async () => {
    const Badger = badger();
    const bob = await new Badger({ name: 'Bob' }).save();
    await bob.save({ colour: 'red' });
    expect(await held(db)).toEqual({ colour: 'red' });
    const ann = await new Badger({ name: 'Ann' }).save();
    ann.set('colour', 'x');
    ann.unset('colour');
    await ann.save('name', 'Anna');
    expect(await held(db, 2)).toBeNull();
  });

  test('null is a value, undefined is none', async () => {
    const Badger = badger();
    const bob = await new Badger({ colour: 'red', size: 3 }).save();
    await bob.save({ colour: null });
    await bob.save({ size: undefined });
    expect(await held(db)).toEqual({ colour: null, size: '3' });
  });

  test('unset alone is an update; of a column it is none', async () => {
    const Badger = badger();
    const bob = await new Badger({ name: 'Bob', colour: 'red' }).save();
    const sent = jest.fn();
    db.on('query', sent);
    bob.unset('name');
    await bob.save();
    expect(sent).not.toHaveBeenCalled();
    bob.unset('colour');
    await bob.save();
    expect(sent).toHaveBeenCalledTimes(1);
    await bob.save();
    expect(sent).toHaveBeenCalledTimes(1);
    expect(await held(db)).toEqual({});
  });

  test('an attribute that was unset and set again is written', async () => {
    const bob = await new (badger())({ colour: 'red' }).save();
    bob.unset('colour').set('colour', 'black');
    await bob.save();
    expect(await held(db)).toEqual({ colour: 'black' });
  });

  test('in-place changes are seen', async () => {
    const Tagged = class extends db.Model<BadgerRow> {
      static override tableName = 'badgers';
      static override casts = { tags: 'json' };
    };
    await new Tagged({ tags: ['a'] }).save();
    const bob = await new Tagged({ id: 1 }).fetch({ require: true });
    (bob.get('tags') as string[]).push('b');
    await bob.save();
    expect(await held(db)).toEqual({ tags: '["a","b"]' });
  });

  test('a patch writes what it is given', async () => {
    const bob = await new (badger())({ name: 'Bob', colour: 'red', size: 3 }).save();
    bob.set('size', 4).unset('name');
    await bob.save({ colour: 'black' }, { patch: true });
    expect(await held(db)).toEqual({ colour: 'black', size: '3' });
    await new (badger())({ id: 1 }).save({ age: 7, weight: 1 }, { patch: true });
    expect(await held(db)).toEqual({ colour: 'black', size: '3', weight: '1' });
  });

  test('of many rows at once', async () => {
    const Badger = badger();
    for (const colour of ['red', 'red', 'black']) await new Badger({ colour }).save();
    await Badger.where({ colour: 'red' }).save({ size: 9, age: 1 }, { method: 'update', patch: true });
    expect([await held(db, 1), await held(db, 2), await held(db, 3)]).toEqual([
      { colour: 'red', size: '9' },
      { colour: 'red', size: '9' },
      { colour: 'black' },
    ]);
  });

  test('timestamps go where they have room', async () => {
    const Timed = class extends db.Model<BadgerRow> {
      static override tableName = 'badgers';
      static override hasTimestamps = true;
      static override casts = { created_at: 'datetime', updated_at: 'datetime' };
    };
    const bob = await new Timed({ colour: 'red' }).save(null, { date: new Date(0) });
    bob.unset('colour');
    await bob.save(null, { date: new Date(1000) });
    const fetched = await new Timed({ id: 1 }).fetch({ require: true });
    expect(fetched.toJSON()).toEqual({
      id: 1,
      name: null,
      age: null,
      created_at: new Date(0),
      updated_at: new Date(1000),
    });
  });
});

describe('what fails', () => {
  test('leaves the model as it was', async () => {
    const Badger = badger();
    await db.knex.raw('alter table badgers add check (age > 0)');
    const bob = await new Badger({ name: 'Bob', colour: 'red', size: 3 }).save();
    bob.set('colour', 'black').unset('size');
    await expect(bob.save({ age: -1, weight: 2 })).rejects.toMatchObject({ code: 'CHECK_VIOLATION' });
    expect(bob.toJSON()).toEqual({ id: 1, name: 'Bob', colour: 'black' });
    expect(bob.hasChanged('size')).toBe(true);
    await bob.save({ age: 1 });
    expect(await held(db)).toEqual({ colour: 'black' });
  });

  test('is undone with its transaction', async () => {
    const bob = await new (badger())({ colour: 'red', size: 3 }).save();
    const undone = db.transaction(async (transacting) => {
      bob.unset('size');
      await bob.save({ colour: 'black' }, { transacting });
      throw new Error('no');
    });
    await expect(undone).rejects.toThrow('no');
    expect(bob.toJSON()).toEqual({ id: 1, colour: 'red' });
    expect(bob.changed).toEqual({ size: undefined });
    expect(await held(db)).toEqual({ colour: 'red', size: '3' });
    await bob.save();
    expect(await held(db)).toEqual({ colour: 'red' });
  });
});

test('events see attributes as others', async () => {
  const Badger = badger();
  const bob = await new Badger({ colour: 'red', size: 3 }).save();
  const seen: unknown[] = [];
  bob.on('updating', () => {
    bob.set('weight', 1);
  });
  bob.on('updated', () => {
    seen.push(bob.changed, bob.previous('colour'));
  });
  bob.unset('size');
  await bob.save({ colour: 'black' });
  expect(seen).toEqual([{ colour: 'black', size: undefined, weight: 1 }, 'red']);
  expect(await held(db)).toEqual({ colour: 'black', weight: '1' });
  expect(bob.clone().toJSON()).toEqual({ id: 1, colour: 'black', weight: 1 });
  await bob.destroy();
  expect(await Badger.count()).toBe(0);
});
