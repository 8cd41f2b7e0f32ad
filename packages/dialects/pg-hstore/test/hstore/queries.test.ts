import type { Shelf } from '@shelf/core';
import { badgersOn, useHstore } from './badgers.js';
import { castBadger, four, type Badgers } from './four.js';

const database = useHstore();
let db: Shelf;
beforeEach(async () => {
  db = await badgersOn(database);
});
afterEach(() => db.destroy());

async function namesOf(query: InstanceType<Badgers>): Promise<unknown[]> {
  return (await query.orderBy('name').fetchAll()).pluck('name');
}

describe('where', () => {
  test('in each of its forms', async () => {
    const Badger = await four(db);
    expect(await namesOf(Badger.where({ colour: 'red' }))).toEqual(['Ann', 'Cat']);
    expect(await namesOf(Badger.where({ colour: 'red', name: 'Cat' }))).toEqual(['Cat']);
    expect(await namesOf(Badger.where('colour', 'black'))).toEqual(['Bob']);
    expect(await namesOf(Badger.where('colour', '<>', 'red'))).toEqual(['Bob']);
    expect(await namesOf(Badger.where('colour', 'in', ['red', 'white']))).toEqual(['Ann', 'Cat']);
    expect(await namesOf(Badger.where('colour', 'not in', ['red']))).toEqual(['Bob']);
    expect(await namesOf(Badger.where('colour', 'like', 'r%'))).toEqual(['Ann', 'Cat']);
    expect(await namesOf(Badger.where('colour', 'is', null))).toEqual(['Dog']);
    expect(await namesOf(Badger.where('colour', null))).toEqual(['Dog']);
    expect(await namesOf(Badger.where('badgers.colour', 'black'))).toEqual(['Bob']);
    expect(await namesOf(Badger.where('nothing', null))).toEqual(['Ann', 'Bob', 'Cat', 'Dog']);
  });

  test('by their casts, and values of no type are none', async () => {
    const Badger = await four(db);
    expect(await namesOf(Badger.where('size', '>', 3))).toEqual(['Bob', 'Cat']);
    expect(await namesOf(Badger.where({ size: 20 }))).toEqual(['Bob']);
    expect(await namesOf(Badger.where({ size: '020' }))).toEqual(['Bob']);
    expect(await namesOf(Badger.where('size', 'between', [3, 20]))).toEqual(['Ann', 'Bob']);
    expect(await namesOf(Badger.where('weight', '<', 2))).toEqual(['Ann', 'Cat']);
    expect(await namesOf(Badger.where({ wild: true }))).toEqual(['Ann', 'Cat']);
    expect(await namesOf(Badger.where('born', '>=', '2020-01-01'))).toEqual(['Ann', 'Cat']);
    expect(await namesOf(Badger.where('size', null))).toEqual(['Dog']);
  });

  test('without a cast, a value is what it was written as', async () => {
    const Badger = await four(db);
    await Badger.where({ name: 'Dog' }).save({ legs: 4, tame: false }, { method: 'update', patch: true });
    expect(await namesOf(Badger.where({ legs: 4 }))).toEqual(['Dog']);
    expect(await namesOf(Badger.where({ legs: '4' }))).toEqual(['Dog']);
    expect(await namesOf(Badger.where({ tame: false }))).toEqual(['Dog']);
    expect(await namesOf(Badger.where({ tame: 0 }))).toEqual([]);
  });

  test('in query(fn) too: groups, references, orders', async () => {
    const Badger = await four(db);
    const either = Badger.query((qb) =>
      qb.where((inner) => void inner.where('colour', 'black').orWhere({ size: 3 })).whereNotNull('badgers.weight'),
    );
    expect(await namesOf(either)).toEqual(['Ann', 'Bob']);
    expect(await namesOf(Badger.query('whereIn', 'colour', ['black']))).toEqual(['Bob']);
    expect(await namesOf(Badger.query('whereNull', 'colour'))).toEqual(['Dog']);
    expect(await namesOf(Badger.query('whereNot', { colour: 'red' }))).toEqual(['Bob']);
    expect(await namesOf(Badger.query('whereNotBetween', 'size', [4, 30]))).toEqual(['Ann', 'Cat']);
    expect(
      await namesOf(
        Badger.query(
          'whereIn',
          ['name', 'colour'],
          [
            ['Ann', 'red'],
            ['Bob', 'red'],
          ],
        ),
      ),
    ).toEqual(['Ann']);
    expect(await namesOf(Badger.query('whereColumn' as 'where', 'size', '>', 'weight'))).toEqual(['Ann', 'Bob', 'Cat']);
    expect(await namesOf(Badger.query((qb) => qb.whereILike('colour', 'BL%')))).toEqual(['Bob']);
  });

  test('reads, updates, deletes and counts by it', async () => {
    const Badger = await four(db);
    expect((await new Badger({ colour: 'black' }).fetch())?.get('name')).toBe('Bob');
    expect((await new Badger({ size: 100, wild: true }).fetch())?.get('name')).toBe('Cat');
    expect(await Badger.where({ colour: 'red' }).count()).toBe(2);
    const page = await Badger.where({ colour: 'red' }).orderBy('-size').fetchPage({ pageSize: 1 });
    expect([page.pluck('name'), page.pagination.rowCount]).toEqual([['Cat'], 2]);
    expect((await Badger.collection().query('where', 'size', '>', 50).fetchOne())?.get('name')).toBe('Cat');
    await Badger.where({ colour: 'red' }).destroy();
    expect(await namesOf(new Badger())).toEqual(['Bob', 'Dog']);
  });

  test('undefined, objects and arrays are refused', async () => {
    const Badger = castBadger(db);
    await expect(Badger.where({ colour: undefined }).fetchAll()).rejects.toMatchObject({ code: 'UNDEFINED_BINDING' });
    await expect(new Badger({ colour: undefined }).fetch()).rejects.toMatchObject({ code: 'UNDEFINED_BINDING' });
    for (const value of [{ a: 1 }, ['a']]) {
      await expect(Badger.where({ colour: value }).fetchAll()).rejects.toMatchObject({ code: 'INVALID_VALUE' });
      await expect(new Badger({ colour: value }).fetch()).rejects.toMatchObject({ code: 'INVALID_VALUE' });
    }
    await expect(Badger.where({ size: 'big' }).fetchAll()).rejects.toMatchObject({
      code: 'INVALID_VALUE',
      columns: ['size'],
    });
  });
});

describe('order', () => {
  test('by text, or by the cast', async () => {
    const Badger = await four(db);
    const order = async (sort: string): Promise<unknown[]> =>
      (await Badger.where('name', '<', 'D').orderBy(sort).fetchAll()).pluck('name');
    expect(await order('size')).toEqual(['Ann', 'Bob', 'Cat']);
    expect(await order('-size')).toEqual(['Cat', 'Bob', 'Ann']);
    expect(await order('weight')).toEqual(['Cat', 'Ann', 'Bob']);
    expect(await order('born')).toEqual(['Bob', 'Ann', 'Cat']);
    expect((await Badger.query((qb) => qb.orderBy('colour').orderBy('size', 'desc')).fetchAll()).pluck('name')).toEqual(
      ['Bob', 'Cat', 'Ann', 'Dog'],
    );
  });
});

describe('columns', () => {
  test('lists attributes beside columns, each as its cast has it', async () => {
    const Badger = await four(db);
    const listed = await Badger.where({ name: 'Ann' }).fetchAll({ columns: ['name', 'colour', 'size', 'nothing'] });
    expect(listed.toJSON()).toEqual([{ name: 'Ann', colour: 'red', size: 3, nothing: null }]);
    expect((await new Badger({ name: 'Bob' }).fetch({ columns: ['id', 'wild'] }))?.toJSON()).toEqual({
      id: 2,
      name: 'Bob',
      wild: false,
    });
    expect((await Badger.orderBy('id').fetchAll({ columns: 'colour' })).pluck('colour')).toEqual([
      'red',
      'black',
      'red',
      null,
    ]);
    const whole = await new Badger({ id: 1 }).fetch({ columns: ['name', 'attributes'] });
    expect(whole?.toJSON()).toMatchObject({ name: 'Ann', colour: 'red', size: 3 });
    expect(whole?.has('age')).toBe(false);
  });

  test('a name that a result would cut is refused', async () => {
    const long = 'x'.repeat(64);
    await new (castBadger(db))({ [long]: 'a' }).save();
    await expect(castBadger(db).fetchAll({ columns: [long] })).rejects.toMatchObject({ code: 'INVALID_ATTRIBUTE' });
    expect((await new (castBadger(db))({ [long]: 'a' }).fetch())?.get(long)).toBe('a');
  });

  test('in query(fn): selected, grouped, aggregated', async () => {
    const Badger = await four(db);
    const grouped = await Badger.query((qb) =>
      qb
        .select('colour')
        .count('size as sizes')
        .sum({ total: 'size' })
        .max('weight', { as: 'heaviest' })
        .groupBy('colour')
        .orderBy('sizes', 'desc'),
    ).fetchAll();
    expect(grouped.toJSON()).toEqual([
      { colour: 'red', sizes: 2, total: '103', heaviest: '1.5' },
      { colour: 'black', sizes: 1, total: '20', heaviest: '12' },
      { colour: null, sizes: 0, total: null, heaviest: null },
    ]);
    const counted = Badger.query((qb) => qb.count('* as n').groupBy('badgers.colour', 'badgers.id').orderBy('n'));
    expect((await counted.fetchAll()).pluck('n')).toEqual([1, 1, 1, 1]);
    const byColour = Badger.query((qb) => qb.count('* as n').groupBy('badgers.colour').orderBy('n'));
    expect((await byColour.fetchAll()).pluck('n')).toEqual([1, 1, 2]);
    expect((await Badger.query((qb) => qb.distinct('wild').whereNotNull('wild')).fetchAll()).pluck('wild')).toEqual(
      expect.arrayContaining([false, true]),
    );
  });
});

test('count counts the values that are not null', async () => {
  const Badger = await four(db);
  expect(await Badger.count('colour')).toBe(3);
  expect(await Badger.count('size')).toBe(3);
  expect(await Badger.where({ colour: 'red' }).count('wild')).toBe(2);
  expect(await Badger.count('nothing')).toBe(0);
});

describe('joins', () => {
  test('a name with its table reaches an attribute, a bare one is the joined table’s too', async () => {
    const Badger = await four(db);
    await db.knex.schema.createTable('setts', (table) => {
      table.increments('id');
      table.integer('badger_id');
      table.string('colour');
    });
    await db.knex('setts').insert([
      { badger_id: 1, colour: 'green' },
      { badger_id: 2, colour: 'green' },
    ]);
    const joined = (): InstanceType<Badgers> => Badger.query((qb) => qb.join('setts', 'setts.badger_id', 'badgers.id'));
    expect(await namesOf(joined().where('badgers.colour', 'red'))).toEqual(['Ann']);
    expect(await namesOf(joined().where('colour', 'green'))).toEqual(['Ann', 'Bob']);
    const both = await joined()
      .query((qb) => qb.select('badgers.*', 'setts.colour as home').orderBy('badgers.size'))
      .fetchAll();
    expect(both.map((each) => [each.get('name'), each.get('colour'), each.get('home')])).toEqual([
      ['Ann', 'red', 'green'],
      ['Bob', 'black', 'green'],
    ]);
    // What a query computed is no attribute, and wins.
    const shadowed = await joined()
      .query((qb) => qb.select('badgers.*', 'setts.colour'))
      .where({ name: 'Ann' })
      .fetchAll();
    expect(shadowed.pluck('colour')).toEqual(['green']);
  });
});

test('rows lock', async () => {
  const Badger = await four(db);
  await db.transaction(async (transacting) => {
    const bob = await new Badger({ colour: 'black' }).fetch({ lock: 'forUpdate', transacting, require: true });
    await bob.save({ colour: 'grey' }, { transacting });
  });
  expect(await namesOf(Badger.where({ colour: 'grey' }))).toEqual(['Bob']);
});
