import { createShelf, type ModelOf, type Shelf } from '@shelf/core';
import { startPgBouncer } from '@shelf-tooling/servers';
import { postgres } from '../src/index.js';
import { positionBindings, withoutPlaceholders } from '../src/dialect/placeholders.js';
import type { Bytes } from '../src/dialect/bytes.js';
import { KeyList } from '../src/dialect/key-list.js';
import { rowMaker } from '../src/dialect/rows.js';
import { Statements } from '../src/dialect/statements.js';
import { useDatabase } from './database.js';

const database = useDatabase();

interface Prepared {
  readonly name: string;
  readonly statement: string;
}

/** The statements that the server keeps prepared for the only connection of a pool. */
async function preparedOn(db: Shelf): Promise<Prepared[]> {
  const { rows } = await db.knex.raw<{ rows: Prepared[] }>(
    `select name, statement from pg_prepared_statements where name like 'shelf%'`,
  );
  return rows;
}

interface NoteRow {
  id: number;
  title: string;
}

async function withNotes(work: (db: Shelf, Note: ModelOf<NoteRow>) => Promise<void>): Promise<void> {
  const db = createShelf({ dialect: await database.dialect({ pool: { min: 1, max: 1 } }) });
  try {
    await db.knex.schema.createTable('notes', (table) => {
      table.increments('id');
      table.string('title');
    });
    const Note = db.Model.of<NoteRow>().extend({ tableName: 'notes' }) as ModelOf<NoteRow>;
    await new Note({ title: 'first' }).save();
    await work(db, Note);
  } finally {
    await db.destroy();
  }
}

test('a statement is prepared when it comes again, by a name that is made of its text, and then reused', () =>
  withNotes(async (db, Note) => {
    for (let i = 0; i < 4; i++) await new Note({ id: 1 }).fetch();
    const prepared = await preparedOn(db);
    const first = prepared.filter(({ statement }) => statement.includes('limit 1'));
    expect(first).toHaveLength(1);
    expect(first[0]?.name).toMatch(/^shelf_[\w-]{27}$/);
  }));

test('with many keys it is planned for these: a prepared one would get a plan for ten', () =>
  withNotes(async (db) => {
    const columns = (await db.dialect.describe(db.knex, 'notes'))?.columns ?? [];
    const read = async (count: number): Promise<unknown> => {
      const keys = Array.from({ length: count }, (_, i) => i + 1);
      const { sql = '', bindings = [] } = db.dialect.list?.([keys], columns) ?? {};
      const { rows } = await db.knex.raw(`select id from notes where id in (select v0 from (${sql}) as listed)`, [
        ...bindings,
      ] as string[]);
      return rows;
    };
    for (const [count, prepared] of [
      [101, false],
      [100, true],
      [5000, true],
    ] as const) {
      for (let time = 0; time < 3; time++) expect(await read(count)).toEqual([{ id: 1 }]);
      expect((await preparedOn(db)).some(({ statement }) => statement.includes('listed'))).toBe(prepared);
    }
    await expect(
      Promise.resolve(db.knex.raw('select ?::text[]', [new KeyList('{"a\0"}', 1) as never])),
    ).rejects.toMatchObject({ code: 'INVALID_VALUE' });
  }));

test('one whose table has changed is prepared anew: the call does not see it', () =>
  withNotes(async (db, Note) => {
    for (let i = 0; i < 3; i++) await new Note({ id: 1 }).fetch();
    const before = (await preparedOn(db)).find(({ statement }) => statement.includes('limit 1'));
    await db.knex.raw('alter table notes add column body text');
    const note = await new Note({ id: 1 }).fetch({ require: true });
    expect(note.attributes).toEqual({ id: 1, title: 'first', body: null });
    const after = (await preparedOn(db)).map(({ name }) => name);
    expect(after).toContain(`${before?.name}_1`);
    expect(after).not.toContain(before?.name);
  }));

test.each([
  ['type', 'alter table notes alter title type integer using 7', { id: 1, title: 7 }],
  ['name', 'alter table notes rename title to heading', { id: 1, heading: 'first' }],
])('a column that has got another %s is read as it is now', (_, change, expected) =>
  withNotes(async (db, Note) => {
    for (let i = 0; i < 4; i++) await new Note({ id: 1 }).fetch();
    await db.knex.raw(change);
    const { rows } = await db.knex.raw<{ rows: unknown[] }>('select * from notes');
    expect(rows).toEqual([expected]);
    expect((await new Note({ id: 1 }).fetch())?.toJSON()).toEqual(expected);
  }),
);

test('a parameter that cannot be written leaves the statement and the transaction as they were', () =>
  withNotes(async (db) => {
    const unwritable = {
      toJSON() {
        throw new Error('it will not be text');
      },
    };
    await db.transaction(async (t) => {
      for (let i = 0; i < 5; i++) {
        const read = (value: unknown): Promise<{ rows: unknown[] }> =>
          Promise.resolve(t.raw<{ rows: unknown[] }>('select ?::jsonb as held', [value as never]));
        expect((await read({ i })).rows).toEqual([{ held: { i } }]);
        await expect(read(unwritable)).rejects.toThrow('it will not be text');
      }
    });
  }));

test('lists of many lengths make room for one another, however few they are', () => {
  const statements = new Statements();
  const keep = (sql: string, parameters: number): void => {
    statements.preparedAs(sql, parameters);
    statements.preparedAs(sql, parameters);
  };
  for (const length of [4000, 4000, 3000, 20_000]) keep(`select ${length}${statements.size}`, length);
  expect(statements.size).toBe(1);
  expect(statements.takeForgotten()).toHaveLength(3);
  keep('select 1 as short', 1);
  expect(statements.size).toBe(1);
});

test('rows of another number of columns than was described are an error', () => {
  const make = rowMaker([{ name: 'a', dataTypeID: 23, format: 'text' }], false);
  // Its own length stands before the number of its values, and counts itself.
  const row = (...values: string[]): Bytes => {
    const texts = values.map((value) => Buffer.from([0, 0, 0, value.length, ...Buffer.from(value)]));
    const body = Buffer.from([0, values.length, ...Buffer.concat(texts)]);
    return Buffer.from([0, 0, 0, 4 + body.length, ...body]) as Bytes;
  };
  expect(make?.(row('7'), 4)).toEqual({ a: 7 });
  expect(() => make?.(row('7', '8'), 4)).toThrow('prepare: false');
  expect(() => make?.(row(), 4)).toThrow('prepare: false');
  const cut = row('7');
  cut[3] = 8;
  expect(() => make?.(cut, 4)).toThrow('cannot be read');
});

test('rows of no column, of one name twice and of very many columns', () =>
  withNotes(async (db) => {
    const wide = Array.from({ length: 250 }, (_, i) => `n + ${i} as c${i}`).join(', ');
    for (let i = 0; i < 4; i++) {
      const read = async (columns: string): Promise<unknown[]> =>
        (await db.knex.raw<{ rows: unknown[] }>(`select ${columns} from generate_series(1, ?::int) n`, [2])).rows;
      expect(await read('')).toEqual([{}, {}]);
      expect(await read(`n as a, 'x' as "it's ""quoted"" \\", n + 5 as a`)).toEqual([
        { a: 6, 'it\'s "quoted" \\': 'x' },
        { a: 7, 'it\'s "quoted" \\': 'x' },
      ]);
      expect(await read(wide)).toEqual(
        [1, 2].map((n) => Object.fromEntries(Array.from({ length: 250 }, (_, c) => [`c${c}`, n + c]))),
      );
    }
  }));

test('statements without rows, with options of the driver, and with errors go on to work when they are prepared', () =>
  withNotes(async (db, Note) => {
    for (let i = 0; i < 4; i++) {
      await new Note({ id: 10 + i, title: 'new' }).save(null, { method: 'insert' });
      expect(await new Note({ id: 10 + i, title: 'changed' }).save()).toBeInstanceOf(Note);
      await expect(new Note({ id: 1, title: 'twice' }).save(null, { method: 'insert' })).rejects.toBeInstanceOf(
        db.UniqueViolationError,
      );
      expect(await db.knex('notes').where('id', 1).options({ rowMode: 'array' })).toEqual([[1, 'first']]);
      const types = { getTypeParser: () => (text: string) => `<${text}>` };
      expect(await db.knex('notes').where('id', 1).options({ types })).toEqual([{ id: '<1>', title: '<first>' }]);
      expect(await db.knex('notes').where('id', 1)).toEqual([{ id: 1, title: 'first' }]);
    }
    expect(await Note.count()).toBe(5);
  }));

test('inside a transaction it fails as something that may be tried again, and then succeeds', () =>
  withNotes(async (db, Note) => {
    for (let i = 0; i < 3; i++) await new Note({ id: 1 }).fetch();
    await db.knex.raw('alter table notes add column body text');
    const read = (): Promise<unknown> =>
      db.transaction(async (transacting) => (await new Note({ id: 1 }).fetch({ transacting }))?.get('title'));
    const error: unknown = await read().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(db.SerializationFailureError);
    expect(await read()).toBe('first');
  }));

test('a statement that the server has forgotten is prepared anew', () =>
  withNotes(async (db, Note) => {
    for (let i = 0; i < 3; i++) await new Note({ id: 1 }).fetch();
    await db.knex.raw('deallocate all');
    expect((await new Note({ id: 1 }).fetch())?.get('title')).toBe('first');
  }));

test('the statement used longest ago makes room, on the server too', () =>
  withNotes(async (db, Note) => {
    for (let i = 0; i < 2; i++) await new Note({ id: 1 }).fetch();
    for (let n = 0; n < 230; n++)
      for (let i = 0; i < 2; i++) await db.knex('notes').where('id', '<', 0).whereRaw(`${n} = ${n}`);
    const prepared = await preparedOn(db);
    expect(prepared.length).toBeGreaterThan(190);
    expect(prepared.length).toBeLessThanOrEqual(201);
    expect((await new Note({ id: 1 }).fetch())?.get('title')).toBe('first');
  }));

test('names are kept by use', () => {
  const statements = new Statements(2);
  const name = (sql: string): string | undefined => statements.preparedAs(sql)?.name;
  const texts = ['a', 'b', 'c'].map((each) => `select '${each}${Math.random()}'`) as [string, string, string];
  expect(texts.map(name)).toEqual([undefined, undefined, undefined]);
  const [a, b] = [name(texts[0]), name(texts[1])];
  expect(name(texts[0])).toBe(a);
  name(texts[2]);
  expect(statements.takeForgotten()).toEqual([b]);
  expect(statements.takeForgotten()).toEqual([]);
  expect(statements.size).toBe(2);
});

test.each([
  ['select ? where a = ?', 'select $1 where a = $2'],
  [String.raw`select a \? b where c = ?`, 'select a ? b where c = $1'],
  ['select "a?b", ? from "c""?"', 'select "a?b", $1 from "c""?"'],
  [`select 'it''s ?', ?`, `select 'it''s ?', $1`],
  [String.raw`select E'\'?', ?`, String.raw`select E'\'?', $1`],
  [String.raw`select 'a\', ?`, String.raw`select 'a\', $1`],
  ['select $$?$$, $tag$ $$ ? $tag$, ?', 'select $$?$$, $tag$ $$ ? $tag$, $1'],
  ['select 1 -- what?\n, ?', 'select 1 -- what?\n, $1'],
  ['select /* a? /* b? */ c? */ ?', 'select /* a? /* b? */ c? */ $1'],
  ['select a$1?', 'select a$1$1'],
])('%s becomes %s', (sql, numbered) => {
  expect(positionBindings(sql)).toBe(numbered);
  expect(positionBindings(sql)).toBe(numbered);
});

test.each(["'", '"', "E'"])('a long text in %s does not exhaust the stack', (opening) => {
  const text = `${opening}${'x?'.repeat(1e7)}${opening.at(-1)}`;
  expect(positionBindings(`${text}, ?`) === `${text}, $1`).toBe(true);
});

test.each(['a ? b ?| c', `'?' ? '\\?' || 'it''s \\\\?'`, `E'\\'?' ? "?""\\?"`, '$$?\\?$$ ? 1 -- ? \\?\n /* ?\\? */'])(
  '%j is sent as it stands where it has no placeholders',
  (sql) => {
    expect(positionBindings(withoutPlaceholders(sql))).toBe(sql);
  },
);

test('behind a transaction pooler, without prepared statements', async () => {
  const pooler = await startPgBouncer({ url: database.url });
  const schema = await database.emptySchema();
  const db = createShelf({ dialect: postgres({ connectionString: pooler.url, prepare: false, pool: { max: 4 } }) });
  try {
    await db.knex.schema.withSchema(schema).createTable('notes', (table) => {
      table.increments('id');
      table.datetime('at', { precision: 3 });
    });
    const Note = db.Model.extend({ tableName: `${schema}.notes` });
    const at = new Date('2024-03-10T10:30:00.123Z');
    await Promise.all(
      Array.from({ length: 40 }, () =>
        db.transaction(async (transacting) => {
          const note = await new Note({ at }).save(null, { transacting });
          expect((await new Note({ id: note.id }).fetch({ transacting }))?.get('at')).toEqual(at);
        }),
      ),
    );
    expect(await Note.count()).toBe(40);
  } finally {
    await db.destroy();
    await pooler.stop();
  }
}, 60_000);
