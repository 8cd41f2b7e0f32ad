import type { Shelf } from '@shelf/core';
import type { Knex } from 'knex';
import { withShelf, type Harness } from '../harness.js';
import { rejectionOf } from '../settling.js';
import { withBlog, type Blog } from './posts.js';

/** Calls of every kind, on the way that Shelf writes itself and on the builder's. */
const calls: Readonly<Record<string, (blog: Blog) => PromiseLike<unknown>>> = {
  'fetch by key': ({ Post }) => new Post({ id: 1 }).fetch(),
  fetchAll: ({ Post }) => Post.fetchAll(),
  'a constrained fetchAll': ({ Post }) => Post.where('tenant', 'a').fetchAll(),
  count: ({ Post }) => Post.count(),
  'a constrained count': ({ Post }) => Post.where('tenant', 'a').count(),
  insert: ({ Post }) => new Post({ tenant: 'c', title: 'new' }).save(),
  update: ({ Post }) => new Post({ id: 1 }).save({ title: 'x' }, { patch: true }),
  'a constrained update': ({ Post }) => Post.where('id', 1).save({ title: 'x' }, { method: 'update', patch: true }),
  upsert: ({ Post }) => Post.upsert({ tenant: 'c', title: 'a1' }, { conflict: 'title' }),
  destroy: ({ Post }) => new Post({ id: 1 }).destroy(),
  'a constrained destroy': ({ Post }) => Post.where('id', 1).destroy(),
};

interface KnexQuery {
  readonly sql: string;
  readonly bindings: readonly unknown[];
  readonly __knexUid?: string;
}

/** knex's own events and settings hold for every statement. */
export function knexSuite(harness: Harness): void {
  test.each(Object.keys(calls))('%s: knex’s start, query and query-response fire once for each statement', (name) =>
    withBlog(harness, async (blog) => {
      const { db, Post } = blog;
      await Post.count();
      const shelf: string[] = [];
      const started: string[] = [];
      db.knex.on('start', (builder: Knex.QueryBuilder) => started.push(builder.toSQL().sql));
      const queries: KnexQuery[] = [];
      const responses: KnexQuery[] = [];
      db.on('query', ({ sql }) => shelf.push(sql));
      db.knex.on('query', (query: KnexQuery) => queries.push(query));
      db.knex.on('query-response', (_: unknown, query: KnexQuery) => responses.push(query));
      await calls[name]!(blog);
      // Without RETURNING the row is read after it was written.
      expect(shelf).toHaveLength(name === 'upsert' && !db.dialect.capabilities.returning ? 2 : 1);
      expect(started).toEqual(shelf);
      // Some clients number the placeholders: $1.
      const plain = (each: KnexQuery): string => each.sql.replaceAll(/\$\d+/g, '?');
      expect(queries.map(plain)).toEqual(shelf);
      expect(responses.map(plain)).toEqual(shelf);
      expect(queries[0]!.bindings.length).toBe(shelf[0]!.split('?').length - 1);
      expect(queries[0]!.__knexUid).toEqual(expect.any(String));
    }),
  );

  test('in a transaction too, and BEGIN and COMMIT with them', () =>
    withBlog(harness, async ({ db, Post }) => {
      const sent: string[] = [];
      db.knex.on('query', ({ sql }: KnexQuery) => sent.push(sql.split(/[ ;]/)[0]!.toLowerCase()));
      await db.transaction(async (transacting) =>
        new Post({ id: 1 }).save({ title: 'x' }, { patch: true, transacting }),
      );
      expect(sent.at(0)).toBe('begin');
      expect(sent).toContain('update');
      expect(sent.at(-1)).toBe('commit');
    }));

  test('query-error fires with the driver’s error', () =>
    withBlog(harness, async ({ db, Post }) => {
      const heard: [unknown, KnexQuery][] = [];
      db.knex.on('query-error', (error: unknown, query: KnexQuery) => heard.push([error, query]));
      const error = await rejectionOf(new Post({ tenant: 'c', title: 'a1' }).save());
      expect(heard).toHaveLength(1);
      expect(heard[0]![0]).toBe(error.cause);
      expect(heard[0]![1].sql).toMatch(/^insert/);
    }));

  test.each(['fetch by key', 'fetchAll', 'a constrained fetchAll'])('%s: postProcessResponse is honoured', (name) => {
    const seen: unknown[] = [];
    const postProcessResponse = (response: unknown): unknown => {
      seen.push(response);
      return Array.isArray(response)
        ? response.map((row: object) => (typeof row === 'object' ? { ...row, processed: true } : row))
        : response;
    };
    return withBlog(
      harness,
      async (blog) => {
        seen.length = 0;
        const result = (await calls[name]!(blog)) as { toJSON(): unknown };
        const [first] = [result.toJSON()].flat() as Record<string, unknown>[];
        expect(first).toMatchObject({ id: 1, title: 'a1', processed: true });
        expect(seen.length).toBeGreaterThan(0);
      },
      {},
      { knex: { postProcessResponse } },
    );
  });

  describe('wrapIdentifier and postProcessResponse: names in camelCase over columns in snake_case', () => {
    const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const camel = (name: string): string => name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const settings: Pick<Knex.Config, 'postProcessResponse' | 'wrapIdentifier'> = {
      wrapIdentifier: (name, wrap) => wrap(snake(name)),
      postProcessResponse: (response: unknown): unknown => {
        const rename = (row: unknown): unknown =>
          typeof row === 'object' && row !== null
            ? Object.fromEntries(Object.entries(row).map(([name, value]) => [camel(name), value]))
            : row;
        return Array.isArray(response) ? response.map(rename) : rename(response);
      },
    };
    const withPeople = (work: (db: Shelf) => Promise<void>): Promise<void> =>
      withShelf(
        harness,
        async (db) => {
          await db.knex.schema.createTable('campPeople', (table) => {
            table.increments('id');
            table.string('firstName');
            table.boolean('isHappy');
          });
          await work(db);
        },
        {},
        { knex: settings },
      );

    test('models are written and read by the names that knex shows', () =>
      withPeople(async (db) => {
        const Person = db.Model.extend({ tableName: 'campPeople' });
        await new Person({ firstName: 'Ada', isHappy: true }).save();
        const found = await new Person({ firstName: 'Ada' }).fetch({ require: true });
        expect(found.toJSON()).toEqual({ id: 1, firstName: 'Ada', isHappy: true });
        await found.save({ firstName: 'Bob', isHappy: false });
        expect((await Person.where('firstName', 'Bob').fetchAll()).toJSON()).toEqual([
          { id: 1, firstName: 'Bob', isHappy: false },
        ]);
        expect(await Person.count('firstName')).toBe(1);
        const columns = await db.dialect.describe(db.knex, 'camp_people');
        expect(columns?.columns.map(({ name }) => name)).toEqual(['id', 'first_name', 'is_happy']);
      }));
  });
}
