import { createShelf, type Dynamic, type Shelf } from '@shelf/core';
import { hybrid } from '../../src/index.js';
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

/** The statements that reach the server while `work` runs, the questions to the catalogue among them. */
async function statementsIn(work: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = [];
  const listener = ({ sql }: { readonly sql: string }): void => void statements.push(sql);
  db.knex.on('query', listener);
  await work();
  db.knex.off('query', listener);
  return statements;
}

/** How often a table's columns were asked for. */
function asked(statements: readonly string[]): number {
  return statements.filter((sql) => sql.includes('pg_catalog.pg_attribute')).length;
}

describe('the catalogue', () => {
  test('is asked once for each name that it does not have', async () => {
    const Badger = badger();
    expect(asked(await statementsIn(() => Badger.fetchAll()))).toBe(1);
    expect(asked(await statementsIn(() => new Badger({ colour: 'red', size: 1 }).save()))).toBe(1);
    expect(asked(await statementsIn(() => new Badger({ colour: 'red', size: 1 }).save()))).toBe(0);
    expect(asked(await statementsIn(() => new Badger({ size: 1, weight: 1 }).save()))).toBe(1);
    expect(asked(await statementsIn(() => new Badger({ colour: 'x' }).save()))).toBe(0);
    expect(asked(await statementsIn(() => new Badger({ nothing: 'x' }).fetch()))).toBe(1);
    expect(asked(await statementsIn(() => Badger.where({ none: 'x' }).fetchAll()))).toBe(1);
    expect(
      asked(await statementsIn(() => Badger.where({ none: 'x', nothing: 'y' }).orderBy('colour').fetchAll())),
    ).toBe(0);
    expect(
      asked(await statementsIn(() => Badger.query((qb) => qb.where((g) => void g.where('inner', 1))).count())),
    ).toBe(1);
    expect(asked(await statementsIn(() => Badger.where({ deleted: 'x' }).destroy()))).toBe(1);
    expect(asked(await statementsIn(() => Badger.count('counted')))).toBe(1);
    expect(asked(await statementsIn(() => Badger.fetchAll()))).toBe(0);
  });

  const entries: readonly (readonly [string, (Badger: ReturnType<typeof badger>) => Promise<unknown>, unknown])[] = [
    ['a save', async (Badger) => (await new Badger({ legs: 5 }).save()).get('legs'), 5],
    ['a fetch', async (Badger) => (await new Badger({ legs: 4 }).fetch())?.get('name'), 'Bob'],
    ['a condition', async (Badger) => (await Badger.where('legs', '>', 3).fetchAll()).pluck('name'), ['Bob']],
    [
      'a group of conditions',
      async (Badger) => (await Badger.query((qb) => qb.where((g) => void g.where({ legs: 4 }))).fetchAll()).length,
      1,
    ],
    ['an order', async (Badger) => (await Badger.orderBy('legs').fetchAll()).pluck('legs'), [4]],
    ['a list of columns', async (Badger) => (await Badger.fetchAll({ columns: ['legs'] })).toJSON(), [{ legs: 4 }]],
    ['a count', async (Badger) => Badger.count('legs'), 1],
    ['a count of what matches', async (Badger) => Badger.where({ legs: 4 }).count(), 1],
    [
      'an update',
      async (Badger) =>
        Badger.where({ legs: 4 })
          .save({ age: 9 }, { method: 'update', patch: true })
          .then(() => Badger.where({ age: 9 }).count()),
      1,
    ],
    [
      'a delete',
      async (Badger) =>
        Badger.where({ legs: 4 })
          .destroy()
          .then(() => Badger.count()),
      0,
    ],
  ];
  test.each(entries)('a column that was added meanwhile is noticed by %s that names it', async (_, act, expected) => {
    const Badger = badger();
    await new Badger({ name: 'Bob', colour: 'red' }).save();
    await db.knex.raw('alter table badgers add legs integer default 4');
    expect(await act(Badger)).toEqual(expected);
  });

  test('a key that became a column: the column wins, null included', async () => {
    const Badger = badger();
    await new Badger({ name: 'Bob', legs: 'four' }).save();
    await db.knex.raw('alter table badgers add legs integer');
    // The name was looked for before: it takes another, or a new shelf.
    await new Badger({ name: 'Ann', another: 1 }).save();
    expect((await new Badger({ name: 'Bob' }).fetch())?.toJSON()).toEqual({
      id: 1,
      name: 'Bob',
      age: null,
      legs: null,
    });
    await new Badger({ id: 1 }).save({ legs: 4 }, { patch: true });
    const row = await db.knex('badgers').where({ id: 1 }).first('legs', db.knex.raw('attributes::text as held'));
    expect(row).toEqual({ legs: 4, held: '"legs"=>"four"' });
  });
});

describe('the column', () => {
  beforeEach(async () => {
    await db.knex.schema.createTable('notes', (table) => {
      table.increments('id');
      hybrid(table, { column: 'extra' });
      hybrid(table);
    });
  });

  test('is the one that the class names', async () => {
    class Note extends db.Model<{ id: number; extra: unknown; attributes: unknown } & Dynamic<unknown>> {
      static override tableName = 'notes';
      static override dynamicColumn = 'extra';
    }
    const Extended = db.Model.extend({ tableName: 'notes', dynamicColumn: 'extra', casts: { n: 'integer' } });
    const saved = await new Note({ n: 1, attributes: { a: 'x', b: null } }).save();
    expect(saved.id).toBe(1);
    expect(await db.knex('notes').first(db.knex.raw('extra::text as a, attributes::text as b'))).toEqual({
      a: '"n"=>"1"',
      b: '"a"=>"x", "b"=>NULL',
    });
    expect((await new Note({ id: 1 }).fetch())?.toJSON()).toEqual({ id: 1, n: '1', attributes: { a: 'x', b: null } });
    expect((await new Extended({ id: 1 }).fetch())?.get('n')).toBe(1);
  });

  test('is a column like any other where the class wants none', async () => {
    class Note extends db.Model<{ id: number; extra: unknown; attributes: unknown }> {
      static override tableName = 'notes';
      static override dynamicColumn = false;
    }
    await new Note({ attributes: { a: 'x', n: 1, list: [1] }, extra: { é: '"' } }).save();
    const note = await new Note({ id: 1 }).fetch({ require: true });
    expect(note.toJSON()).toEqual({ id: 1, attributes: { a: 'x', n: '1', list: '[1]' }, extra: { é: '"' } });
    (note.get('attributes') as Record<string, unknown>)['a'] = 'y';
    await note.save();
    expect(await db.knex('notes').first(db.knex.raw(`attributes -> 'a' as a`))).toEqual({ a: 'y' });
    const unknown = new Note({ colour: 'red' } as never).save();
    await expect(unknown).rejects.toMatchObject({ code: 'UNKNOWN_COLUMN', columns: ['colour'] });
    for (const value of ['text', new Map(), { a: '\0' }, { '\0': 'a' }, { a: undefined }, [1]])
      await expect(new Note({ attributes: value }).save()).rejects.toMatchObject({
        code: 'INVALID_VALUE',
        columns: ['attributes'],
      });
  });

  test('is not to be set or asked for itself', async () => {
    const Badger = badger();
    const error = { code: 'INVALID_ATTRIBUTE', columns: ['attributes'] };
    await expect(new Badger({ attributes: { a: '1' } }).save()).rejects.toMatchObject(error);
    await expect(new Badger({ attributes: 'a' }).fetch()).rejects.toMatchObject(error);
    await new Badger({ colour: 'red' }).save();
    await db.knex.raw(`update badgers set attributes = attributes || 'attributes=>hidden, id=>2, name=>3'`);
    expect((await new Badger({ id: 1 }).fetch())?.toJSON()).toEqual({ id: 1, name: null, age: null, colour: 'red' });
  });

  test('of another type holds nothing', async () => {
    await db.knex.schema.createTable('plain', (table) => {
      table.increments('id');
      table.jsonb('attributes');
    });
    class Plain extends db.Model<{ id: number; attributes: unknown }> {
      static override tableName = 'plain';
    }
    await expect(new Plain({ colour: 'red' } as never).save()).rejects.toMatchObject({
      code: 'UNKNOWN_COLUMN',
      columns: ['colour'],
      message: expect.stringContaining("'colour'") as string,
    });
    expect((await new Plain({ attributes: { a: 1 } }).save()).get('attributes')).toEqual({ a: 1 });
  });

  test('added to a table meanwhile is noticed', async () => {
    await db.knex.schema.createTable('late', (table) => table.increments('id'));
    class Late extends db.Model<{ id: number } & Dynamic> {
      static override tableName = 'late';
    }
    await expect(new Late({ colour: 'red' }).save()).rejects.toMatchObject({ code: 'UNKNOWN_COLUMN' });
    await db.knex.schema.alterTable('late', (table) => hybrid(table, { index: 'gin' }));
    await new Late({ colour: 'red' }).save();
    expect((await Late.where({ colour: 'red' }).fetchAll()).toJSON()).toEqual([{ id: 1, colour: 'red' }]);
  });
});

test('a cast that there is not is refused', async () => {
  class Badger extends db.Model<BadgerRow> {
    static override tableName = 'badgers';
    static override casts = { size: 'int' as 'integer' };
  }
  await expect(Badger.fetchAll()).rejects.toMatchObject({
    code: 'INVALID_VALUE',
    message:
      "Table 'badgers': 'size' cannot be cast to 'int'; the casts are: string, integer, bigint, float, number, decimal, boolean, json, date, datetime",
  });
});

test('the extension may stand outside the search path', async () => {
  const schema = database.schema();
  await schema.make();
  const elsewhere = createShelf({ dialect: await database.dialect({ searchPath: [schema.name] }) });
  try {
    await elsewhere.knex.raw('create table badgers (id serial primary key, name text, attributes public.hstore)');
    class Badger extends elsewhere.Model<BadgerRow> {
      static override tableName = 'badgers';
    }
    const bob = await new Badger({ name: 'Bob', colour: 'red', size: 1 }).save();
    bob.unset('size');
    await bob.save({ colour: 'black' });
    expect((await Badger.where({ colour: 'black' }).orderBy('colour').fetchAll()).toJSON()).toEqual([
      { id: 1, name: 'Bob', colour: 'black' },
    ]);
  } finally {
    await elsewhere.destroy();
  }
});
