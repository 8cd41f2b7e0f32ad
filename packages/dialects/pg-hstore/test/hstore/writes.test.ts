import type { Shelf } from '@shelf/core';
import { add, badgersOn, held, sizedBadger, useHstore } from './badgers.js';

const database = useHstore();
let db: Shelf;
beforeEach(async () => {
  db = await badgersOn(database);
});
afterEach(() => db.destroy());

const badger = () => sizedBadger(db);

describe('insert', () => {
  test('all attributes, whatever they hold', async () => {
    const instant = new Date('2026-11-25T12:00:00.007Z');
    const attributes = {
      text: '"=>\\',
      empty: '',
      null: null,
      word: 'NULL',
      yes: true,
      no: false,
      number: 1.5,
      negative: -0,
      huge: 1e21,
      big: 2n ** 70n,
      instant,
      list: [1, 'a', null],
      object: { a: { b: 'ü' } },
    };
    await new (badger())(attributes).save();
    expect(await held(db)).toEqual({
      text: '"=>\\',
      empty: '',
      null: null,
      word: 'NULL',
      yes: 'true',
      no: 'false',
      number: '1.5',
      negative: '0',
      huge: '1e+21',
      big: '1180591620717411303424',
      instant: '2026-11-25T12:00:00.007Z',
      list: '[1,"a",null]',
      object: '{"a":{"b":"ü"}}',
    });
  });

  test('a row without attributes leaves the column to the database', async () => {
    await new (badger())({ name: 'Bob' }).save();
    await new (badger())().save();
    expect([await held(db, 1), await held(db, 2)]).toEqual([null, null]);
    expect((await badger().fetchAll()).toJSON()).toEqual([
      { id: 1, name: 'Bob', age: null },
      { id: 2, name: null, age: null },
    ]);
  });

  test('a default of the column is read back', async () => {
    await db.knex.raw(`alter table badgers alter attributes set default 'colour=>grey'`);
    const bob = await new (badger())({ name: 'Bob' }).save();
    expect(bob.toJSON()).toEqual({ id: 1, name: 'Bob', colour: 'grey' });
    bob.set('colour', 'black');
    await bob.save();
    expect(await held(db)).toEqual({ colour: 'black' });
  });

  test('names of all sorts', async () => {
    const names = [
      '',
      ' ',
      'a.b',
      'a as b',
      '*',
      '?',
      '\\?',
      '"',
      "'",
      '\\',
      '0',
      '1',
      'constructor',
      'hasOwnProperty',
      '😀',
      'x'.repeat(100),
      'id ',
    ];
    const attributes = Object.fromEntries(names.map((name, n) => [name, `value ${n}`]));
    const Badger = badger();
    await new Badger(attributes).save();
    const fetched = await new Badger({ id: 1 }).fetch({ require: true });
    expect(fetched.toJSON()).toEqual({ ...attributes, id: 1, name: null, age: null });
    for (const name of names) {
      expect(await new Badger({ [name]: attributes[name] }).fetch()).not.toBeNull();
      expect(await new Badger({ [name]: 'no' }).fetch()).toBeNull();
      await fetched.save(name, `new ${name}`);
    }
    expect(await held(db)).toEqual(Object.fromEntries(names.map((name) => [name, `new ${name}`])));
  });

  test.each([
    ['U+0000', { colour: 'a\0b' }, 'INVALID_VALUE'],
    ['half of a pair', { colour: '\ud800' }, 'INVALID_VALUE'],
    ['NaN', { colour: Number.NaN }, 'INVALID_VALUE'],
    ['bytes', { colour: Buffer.from('a') }, 'INVALID_VALUE'],
    ['what JSON would change', { colour: new Map() }, 'INVALID_VALUE'],
    ['a function', { colour: () => 1 }, 'INVALID_VALUE'],
    ['a cast that does not fit', { size: 1.5 }, 'INVALID_VALUE'],
    ['U+0000 in a name', { 'a\0b': 'x' }, 'INVALID_ATTRIBUTE'],
    ['half of a pair in a name', { '\udc00': 'x' }, 'INVALID_ATTRIBUTE'],
    ['the column itself', { attributes: { a: '1' } }, 'INVALID_ATTRIBUTE'],
  ])('%s is refused before anything is sent', async (_, attributes, code) => {
    await badger().fetchAll();
    const sent = jest.fn();
    const model = new (badger())({ name: 'Bob', ...attributes });
    // Whether a column of that name was added is asked; that is no statement of the save's.
    db.on('query', sent);
    const [name] = Object.keys(attributes);
    await expect(model.save()).rejects.toMatchObject({ code, columns: [name] });
    expect(sent).not.toHaveBeenCalled();
    expect(model.isNew()).toBe(true);
    expect(model.get('name')).toBe('Bob');
  });

  test('__proto__ is refused as everywhere', () => {
    expect(() => new (badger())(JSON.parse('{"__proto__": "x"}') as object)).toThrow(db.InvalidAttributeError);
  });
});

describe('upsert', () => {
  test('merges, or takes what it is told to', async () => {
    await db.knex.raw('alter table badgers add unique (name)');
    const Badger = badger();
    const first = await Badger.upsert({ name: 'Bob', colour: 'red', size: 3 }, { conflict: 'name' });
    expect(first.toJSON()).toEqual({ id: 1, name: 'Bob', age: null, colour: 'red', size: 3 });
    await add(db, 'other=>1');
    const second = await Badger.upsert({ name: 'Bob', colour: 'black' }, { conflict: 'name' });
    expect(second.toJSON()).toEqual({ id: 1, name: 'Bob', age: null, colour: 'black', size: 3, other: '1' });
    const options = { conflict: 'name', update: ['size', 'age'] } as never;
    const third = await Badger.upsert({ name: 'Bob', colour: 'white', size: 4, age: 5 }, options);
    expect(third.toJSON()).toEqual({ id: 1, name: 'Bob', age: 5, colour: 'black', size: 4, other: '1' });
    const kept = await Badger.upsert({ name: 'Bob', colour: 'pink' }, { conflict: 'name', update: [] });
    expect(kept.toJSON()).toMatchObject({ id: 1, colour: 'black' });
    await db.knex('badgers').update({ attributes: null });
    await Badger.upsert({ name: 'Bob', colour: 'blue' }, { conflict: 'name' });
    expect(await held(db)).toEqual({ colour: 'blue' });
  });

  test('an attribute is no unique index', async () => {
    const refused = badger().upsert({ name: 'Bob', colour: 'red' }, { conflict: 'colour' as never });
    await expect(refused).rejects.toMatchObject({ code: 'UNKNOWN_COLUMN', columns: ['colour'] });
  });
});

describe('many', () => {
  test('saveAll inserts and updates', async () => {
    const Badger = badger();
    // Names that were never seen are looked for first.
    await new Badger({ colour: 'x', size: 1 }).save();
    await db.knex.raw('truncate badgers restart identity');
    const list = Badger.collection([{ name: 'Bob', colour: 'red' }, { name: 'Ann', size: 2 }, { name: 'Eve' }]);
    const statements: string[] = [];
    db.on('query', ({ sql }: { sql: string }) => statements.push(sql));
    await list.saveAll();
    expect(statements.filter((sql) => sql.startsWith('insert'))).toHaveLength(2);
    list.at(0)?.set('colour', 'black');
    list.at(1)?.unset('size');
    await list.saveAll();
    expect([await held(db, 1), await held(db, 2), await held(db, 3)]).toEqual([{ colour: 'black' }, {}, null]);
  });
});
