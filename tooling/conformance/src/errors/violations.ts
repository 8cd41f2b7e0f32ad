import type { ShelfError } from '@shelf/core';
import { inspect } from 'node:util';
import { generatedKey, withShelf, type Harness } from '../harness.js';
import { faultOf } from '../settling.js';
import { withOffice, type Office, type PersonRow } from './people.js';

/** A call that breaks a constraint, and what its error has to say. */
interface Violation {
  readonly call: (office: Office) => PromiseLike<unknown>;
  readonly error: string;
  readonly code: string;
  readonly model?: string;
  readonly table?: string;
  readonly columns?: readonly string[];
  readonly constraint?: string;
  /** Begins the statement that failed. */
  readonly sql: string;
}

const unique = { error: 'UniqueViolationError', code: 'UNIQUE_VIOLATION', columns: ['email'] };
const foreignKey = { error: 'ForeignKeyViolationError', code: 'FOREIGN_KEY_VIOLATION' };
const notNull = { error: 'NotNullViolationError', code: 'NOT_NULL_VIOLATION', columns: ['name'] };
const check = { error: 'CheckViolationError', code: 'CHECK_VIOLATION', constraint: 'age_is_positive' };

const violations: Readonly<Record<string, Violation>> = {
  'unique, by an insert': {
    ...unique,
    call: ({ Person }) => new Person({ name: 'b', email: 'a@b.org' }).save(),
    sql: 'insert',
  },
  'unique, by an update': {
    ...unique,
    call: async ({ Person }) => {
      const other = await new Person({ name: 'b' }).save();
      return other.save({ email: 'a@b.org' });
    },
    sql: 'update',
  },
  'unique, by a patch': {
    ...unique,
    call: async ({ Person }) => {
      const { id } = await new Person({ name: 'b' }).save();
      return new Person({ id }).save({ email: 'a@b.org' }, { patch: true });
    },
    sql: 'update',
  },
  'unique, by a constrained update': {
    ...unique,
    call: async ({ Person }) => {
      await new Person({ name: 'b' }).save();
      return Person.where('name', 'b').save({ email: 'a@b.org' }, { method: 'update', patch: true });
    },
    sql: 'update',
  },
  'unique, by saveAll': {
    ...unique,
    call: ({ Person }) => Person.collection([{ name: 'b' }, { name: 'c', email: 'a@b.org' }]).saveAll(),
    sql: 'insert',
  },
  'unique, by an upsert on another column': {
    ...unique,
    call: ({ Person }) => Person.upsert({ id: 9, name: 'b', email: 'a@b.org' }, { conflict: 'id' }),
    sql: 'insert',
  },
  'unique over two columns': {
    error: unique.error,
    code: unique.code,
    columns: ['first', 'last'],
    call: ({ Person }) => new Person({ name: 'b', first: 'A', last: 'B' }).save(),
    sql: 'insert',
  },
  'a primary key that exists': {
    error: unique.error,
    code: unique.code,
    columns: ['id'],
    call: ({ Person }) => new Person({ id: 1, name: 'b' }).save(null, { method: 'insert' }),
    sql: 'insert',
  },
  'a foreign key to nowhere, by an insert': {
    ...foreignKey,
    call: ({ Person }) => new Person({ name: 'b', team_id: 77 }).save(),
    sql: 'insert',
  },
  'a foreign key to nowhere, by an update': {
    ...foreignKey,
    call: ({ Person }) => new Person({ id: 1 }).save({ team_id: 77 }, { patch: true }),
    sql: 'update',
  },
  'a row that is still pointed to': {
    ...foreignKey,
    call: ({ Team }) => new Team({ id: 1 }).destroy(),
    model: 'Team',
    table: 'teams',
    sql: 'delete',
  },
  'null where it may not be, by an insert': {
    ...notNull,
    call: ({ Person }) => new Person({ age: 1 }).save(),
    sql: 'insert',
  },
  'null where it may not be, by an update': {
    ...notNull,
    call: ({ Person }) => new Person({ id: 1 }).save({ name: null as unknown as string }, { patch: true }),
    sql: 'update',
  },
  'a check, by an insert': { ...check, call: ({ Person }) => new Person({ name: 'b', age: -1 }).save(), sql: 'insert' },
  'a check, by an update': {
    ...check,
    call: ({ Person }) => new Person({ id: 1 }).save({ age: -1 }, { patch: true }),
    sql: 'update',
  },
};

/** One class for one fault, on violations that the database itself reports. */
export function violationSuite(harness: Harness): void {
  const withRows = (work: (office: Office) => Promise<void>): Promise<void> =>
    withOffice(harness, async (office) => {
      const team = await new office.Team({ name: 'T' }).save();
      await new office.Person({ name: 'a', email: 'a@b.org', first: 'A', last: 'B', team_id: team.id }).save();
      await work(office);
    });

  test.each(Object.keys(violations))('%s', (name) =>
    withRows(async (office) => {
      const { call, error, code, model = 'Person', table = 'people', columns, constraint, sql } = violations[name]!;
      const fault = await faultOf(call(office));
      expect(fault.name).toBe(error);
      expect(fault).toBeInstanceOf(office.db[error as 'UniqueViolationError']);
      expect(fault).toMatchObject({ code, model, table });
      if (columns !== undefined) expect(fault.columns).toEqual(columns);
      if (constraint !== undefined) expect(fault.constraint ?? fault.message).toContain(constraint);
      expect(fault.query?.sql.startsWith(sql)).toBe(true);
      expect(fault.query?.bindings).toHaveLength(fault.query!.sql.split('?').length - 1);
      expect(fault.cause).toMatchObject({ message: expect.any(String), code: expect.anything() });
      expect(fault.message).toContain(model);
      expect(fault.message).toContain(table);
    }),
  );

  test('of two violations the primary key’s is named; of other keys the one that the database looks at first', () =>
    withShelf(harness, async (db) => {
      await db.knex.schema.createTable('accounts', (table) => {
        table.integer('id').primary();
        table.string('name').unique();
        table.string('mail').unique();
      });
      const Account = db.Model.of<Record<string, unknown>>().extend({ tableName: 'accounts' });
      await db.knex('accounts').insert([
        { id: 1, name: 'a', mail: 'a@b.org' },
        { id: 2, name: 'b', mail: 'b@b.org' },
      ]);
      const columns = async (row: object): Promise<unknown> =>
        (await faultOf(new Account(row).save(null, { method: 'insert' }))).columns;
      expect(await columns({ id: 1, name: 'x', mail: 'b@b.org' })).toEqual(['id']);
      expect(await columns({ id: 1, name: 'b', mail: 'x' })).toEqual(['id']);
      const named = harness.namesOldestKey === true ? 'name' : 'mail';
      expect(await columns({ id: 3, name: 'a', mail: 'b@b.org' })).toEqual([named]);
    }));

  test('neither the message nor the cause carries the values, the error does', () =>
    withRows(async ({ Person }) => {
      const secret = 'a secret name';
      const values: Partial<PersonRow>[] = [
        { name: secret, email: 'a@b.org' },
        { name: 'b', first: 'A', last: 'B', email: secret },
        { name: secret, team_id: 99 },
        { name: secret, age: -1 },
      ];
      for (const each of values) {
        const fault = await faultOf(new Person(each).save());
        expect(fault.query?.bindings).toContain(secret);
        expect(fault.message).not.toContain(secret);
        expect(inspect(fault.cause)).not.toContain(secret);
      }
      const taken = new Person({ name: 'b', email: 'a@b.org' });
      expect(inspect((await faultOf(taken.save())).cause)).not.toContain('a@b.org');
    }));

  test('in a transaction started by knex, through knex’s own builder: the shelf’s dialect says what it is', () =>
    withRows(async ({ db }) => {
      const run = db.transaction(async (t) => t('people').insert({ name: 'b', email: 'a@b.org' }));
      const fault = await faultOf(run);
      expect(fault).toBeInstanceOf(db.UniqueViolationError);
      expect(fault.columns).toEqual(['email']);
    }));

  test('nothing is written, and the model is as it was', () =>
    withRows(async ({ db, Person }) => {
      const person = new Person({ name: 'b', email: 'a@b.org' });
      await faultOf(person.save());
      expect(person.isNew()).toBe(true);
      expect(person.attributes).toEqual({ name: 'b', email: 'a@b.org' });
      expect(await db.knex('people').count({ n: '*' })).toEqual([{ n: 1 }]);
    }));

  test('a column that the table does not have, known before any SQL is sent', () =>
    withRows(async ({ db, Person }) => {
      const fault: ShelfError = await faultOf(new Person({ name: 'b', nmae: 'x' } as { name: string }).save());
      expect(fault).toBeInstanceOf(db.UnknownColumnError);
      expect(fault).toMatchObject({
        code: 'UNKNOWN_COLUMN',
        model: 'Person',
        table: 'people',
        columns: ['nmae'],
        query: undefined,
      });
      // What is there to choose from.
      expect(fault.message).toContain('email');
    }));

  test('a column that the table does not have, in a query: as the database says it', () =>
    withRows(async ({ db, Person }) => {
      const fault = await faultOf(Person.query('whereRaw', 'nmae = 1').fetchAll());
      expect(fault).toBeInstanceOf(db.UnknownColumnError);
      expect(fault).toMatchObject({ code: 'UNKNOWN_COLUMN', model: 'Person', table: 'people', columns: ['nmae'] });
      expect(fault.query?.sql).toContain('nmae');
    }));

  test('the message is the driver’s own words, whole, and not the statement that knex puts before them', () =>
    withRows(async ({ db }) => {
      await db.knex.schema.raw(
        `create table spans (id ${generatedKey(harness)}, a integer, b integer, check (b - a < 100 - 1))`,
      );
      db.knex.on('query-error', () => undefined);
      const Span = db.Model.of<{ id: number; a: number; b: number }>().extend({ tableName: 'spans' });
      const short = await faultOf(new Span({ a: 1, b: 500 }).save());
      expect(short.code).toBe('CHECK_VIOLATION');
      expect(short.message).not.toMatch(/insert into/i);
      const long = await faultOf(Span.query('whereRaw', "1 - 'x' is no sql - at all").fetchAll());
      expect(long.message).not.toMatch(/select/i);
      expect((long.cause as Error).message).toContain(long.message.replace(/^.*?: /, ''));
    }));

  test('an error of no known kind is a plain ShelfError, with the driver’s own as its cause', () =>
    withRows(async ({ db, Person }) => {
      const error = await faultOf(Person.query('whereRaw', 'this is no sql').fetchAll());
      expect([error.constructor, error.code]).toEqual([db.ShelfError, 'ERROR']);
      expect(error.message).toContain('syntax');
      expect(error.cause).toMatchObject({ message: expect.stringContaining('syntax') });
    }));
}
