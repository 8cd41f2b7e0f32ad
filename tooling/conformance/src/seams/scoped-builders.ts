import type { ModelOf, Scope, Shelf } from '@shelf/core';
import type { Knex } from 'knex';
import { newShelf, statementsOf, type Harness } from '../harness.js';
import { tenancy, withBlog, type Blog, type PostRow } from './posts.js';

interface Builders extends Blog {
  /** The posts of tenant a. */
  readonly Mine: ModelOf<PostRow>;
  /** The same, by a scope that takes its time. */
  readonly Slow: ModelOf<PostRow>;
}

/** The scope of one tenant that asks something before it says which rows are its own. */
function slowly(tenant: string): Scope {
  return {
    ...tenancy(tenant),
    async constrain(query, context) {
      await Promise.resolve();
      void query.where(`${context.table}.tenant`, tenant);
    },
  };
}

function buildersOf(blog: Blog): Builders {
  const scoped = (scope: Scope): ModelOf<PostRow> => blog.Post.extend({ scopes: [scope] }) as ModelOf<PostRow>;
  return { ...blog, Mine: scoped(tenancy('a')), Slow: scoped(slowly('a')) };
}

/** What `query()` hands out stays in the scopes, however it is run. */
export function scopedBuilderSuite(harness: Harness): void {
  const withBuilders = <T>(
    work: (builders: Builders) => Promise<T>,
    options: Parameters<typeof withBlog>[2] = {},
  ): Promise<T> => withBlog(harness, (blog) => work(buildersOf(blog)), options);

  type Run = (query: () => Knex.QueryBuilder, builders: Builders) => PromiseLike<unknown>;
  const reads: Record<string, [Run, unknown]> = {
    'its rows, as knex gives them': [
      (query) => query().orderBy('id'),
      [
        { id: 1, tenant: 'a', title: 'a1' },
        { id: 2, tenant: 'a', title: 'a2' },
      ],
    ],
    select: [(query) => query().select('title').orderBy('title', 'desc'), [{ title: 'a2' }, { title: 'a1' }]],
    first: [(query) => query().orderBy('id', 'desc').first('title'), { title: 'a2' }],
    pluck: [(query) => query().orderBy('id').pluck('title'), ['a1', 'a2']],
    'count and max': [
      async (query) => {
        const rows: object[] = await query().count({ n: '*' }).max({ most: 'id' });
        return rows.map((row) => Object.values(row).map(Number));
      },
      [[2, 2]],
    ],
    'an alternative': [(query) => query().where('title', 'a1').orWhere('title', 'b1').pluck('title'), ['a1']],
    'a join': [
      (query) => query().join('posts as other', 'other.id', 'posts.id').orderBy('posts.id').pluck('posts.title'),
      ['a1', 'a2'],
    ],
    'another name for the table': [
      (query) => query().from('posts as p').orderBy('p.id').pluck('p.title'),
      ['a1', 'a2'],
    ],
    'a group': [(query) => query().groupBy('tenant').select('tenant'), [{ tenant: 'a' }]],
    'modify, and its chain': [
      (query) =>
        query()
          .modify((each) => void each.orderBy('id'))
          .and.pluck('title'),
      ['a1', 'a2'],
    ],
    'a clone, and its clone': [(query) => query().where('id', '>', 1).clone().clone().pluck('title'), ['a2']],
    'then, catch and finally': [
      (query) =>
        query()
          .pluck('id')
          .finally(() => undefined)
          .catch(() => undefined)
          .then((ids) => ids?.toSorted()),
      [1, 2],
    ],
    'a subquery of a model': [
      async (query, { Post }) =>
        (
          await Post.query((outer) => outer.whereIn('id', query().select('id')))
            .orderBy('id')
            .fetchAll()
        ).pluck('title'),
      ['a1', 'a2'],
    ],
    'what a model reads from': [
      (query, { Post }) => Post.query((each) => void each.from(query().as('posts') as never)).count(),
      2,
    ],
    'a subquery of an update': [
      async (query, { Post, titles }) => {
        const narrowed = Post.query((outer) => outer.whereIn('id', query().select('id')));
        await narrowed.where('id', '<>', 2).save({ title: 'written' }, { method: 'update', patch: true });
        return titles();
      },
      ['written', 'a2', 'b1', 'b2'],
    ],
    'a subquery of a builder of a model': [
      (query, { Post }) => Post.query().whereIn('id', query().select('id')).orderBy('id').pluck('title'),
      ['a1', 'a2'],
    ],
  };
  const writes: Record<string, [Run, string[]]> = {
    update: [(query) => query().where('id', '>', 1).update({ title: 'written' }), ['a1', 'written', 'b1', 'b2']],
    'update past an alternative': [
      (query) => query().where('id', 1).orWhere('id', 3).update('title', 'written'),
      ['written', 'a2', 'b1', 'b2'],
    ],
    'update of the last one': [
      (query) => query().orderBy('id', 'desc').limit(1).update({ title: 'written' }),
      ['a1', 'written', 'b1', 'b2'],
    ],
    delete: [(query) => query().del(), ['b1', 'b2']],
    'delete past an alternative': [(query) => query().where('id', 1).orWhere('id', 3).del(), ['a2', 'b1', 'b2']],
  };

  describe.each(['Mine', 'Slow'] as const)('of %s', (which) => {
    test.each(Object.entries(reads))('%s', (_name, [run, expected]) =>
      withBuilders(async (builders) => {
        expect(await run(() => builders[which].query(), builders)).toEqual(expected);
      }),
    );

    test.each(Object.entries(writes))('%s', (_name, [run, expected]) =>
      withBuilders(async (builders) => {
        await run(() => builders[which].query(), builders);
        expect(await builders.titles()).toEqual(expected);
      }),
    );

    test('an insert is not narrowed', () =>
      withBuilders(async (builders) => {
        await builders[which].query().insert({ tenant: 'c', title: 'c1' });
        expect(await builders.titles()).toEqual(['a1', 'a2', 'b1', 'b2', 'c1']);
      }));

    test('an update gives a stamped column no other value, before anything is sent', () =>
      withBuilders(async (builders) => {
        const { db, titles } = builders;
        await builders[which].count();
        const updates: ((query: Knex.QueryBuilder) => PromiseLike<unknown>)[] = [
          (query) => query.update({ tenant: 'b' }),
          (query) => query.update({ title: 'x', 'posts.tenant': 'b' }),
          (query) => query.update('tenant', db.knex.raw('upper(tenant)')),
          (query) => query.increment('tenant', 1),
        ];
        const statements: string[] = [];
        db.knex.on('query', ({ sql }: { sql: string }) => statements.push(sql));
        for (const update of updates)
          await expect(update(builders[which].query())).rejects.toBeInstanceOf(db.InvalidValueError);
        expect(statements).toEqual([]);
        await builders[which].query().where('id', 1).update({ tenant: 'a', title: 'same' });
        expect(await titles()).toEqual(['same', 'a2', 'b1', 'b2']);
      }));

    test('TRUNCATE, which takes no condition, is refused', () =>
      withBuilders(async (builders) => {
        await expect(builders[which].query().truncate()).rejects.toBeInstanceOf(builders.db.InvalidValueError);
        expect((await builders.titles()).length).toBe(4);
      }));

    test('what runs in a transaction is of it: the ambient one, one that is given, and no other', () =>
      withBuilders(
        async (builders) => {
          const { db } = builders;
          await db
            .transaction(async (t) => {
              await builders[which].query().where('id', 1).update({ title: 'inside' });
              expect(await builders[which].query().transacting(t).orderBy('id').pluck('title')).toEqual([
                'inside',
                'a2',
              ]);
              await builders[which].query().insert({ tenant: 'a', title: 'added' });
              await t.rollback();
            })
            .catch(() => undefined);
          expect(await builders.titles()).toEqual(['a1', 'a2', 'b1', 'b2']);
        },
        { ambient: true },
      ));
  });

  test('its table need not have been described, on the one connection of a transaction', () =>
    withBuilders(async ({ db, Slow }) => {
      await db.transaction(async (t) => {
        expect(await Slow.query().transacting(t).orderBy('id').pluck('id')).toEqual([1, 2]);
      });
    }));

  test('the scopes are asked once for each run, and put on a copy', () =>
    withBlog(harness, async (blog) => {
      const seen: Parameters<NonNullable<Scope['constrain']>>[1][] = [];
      const scope = tenancy('a', seen);
      const Mine = blog.Post.extend({ scopes: [scope] }) as ModelOf<PostRow>;
      const model = Mine.where('id', '>', 0);
      const builder = model.query();
      expect(model.query()).toBe(builder);
      const both = await Promise.all([builder, builder.then((rows: unknown[]) => rows.length)]);
      expect([both[0].length, both[1], seen.length]).toEqual([2, 2, 2]);
      // The model's own action, which it is built for, puts them on for itself.
      void builder.where('title', 'a1').orWhere('title', 'b1');
      expect((await model.fetchAll()).pluck('title')).toEqual(['a1']);
      expect(seen.map(({ action, table }) => [action, table])).toEqual([
        ['select', 'posts'],
        ['select', 'posts'],
        ['select', 'posts'],
      ]);
    }));

  test('what compiles it at once gets the scopes too, or is told that they take their time', () =>
    withBuilders(async ({ db, Mine, Slow, Post }) => {
      await Post.count();
      expect(Mine.query().toSQL().bindings).toEqual(['a']);
      expect(Mine.query().where('id', 1).toQuery()).toContain("'a'");
      const outer = (inner: Knex.QueryBuilder): Promise<string[]> =>
        db.knex('posts').whereIn('id', inner.select('id')).orderBy('id').pluck('title');
      expect(await outer(Mine.query())).toEqual(['a1', 'a2']);
      const grouped = (inner: Knex.QueryBuilder): PromiseLike<unknown> => {
        const ids = inner.select('id');
        return Post.query((query) => void query.where((each) => void each.whereIn('id', ids))).count();
      };
      expect(await grouped(Mine.query())).toBe(2);
      const raw = (inner: Knex.QueryBuilder): PromiseLike<unknown> =>
        db.knex.raw('select * from ? as each_one', [inner]);
      for (const run of [outer, grouped, raw])
        await expect(Promise.resolve().then(() => run(Slow.query()))).rejects.toBeInstanceOf(db.InvalidValueError);
      expect(() => Slow.query().toSQL()).toThrow(db.InvalidValueError);
      expect(() => Slow.query().toQuery()).toThrow("the scope 'tenancy' takes its time");
      expect(() => Mine.query().limit(1).del().toSQL()).toThrow(db.InvalidValueError);
    }));

  test('a constraint that was refused does not vanish', () =>
    withBuilders(async ({ db, Mine, titles }) => {
      await expect(Mine.where({}).query().del()).rejects.toBeInstanceOf(db.UndefinedBindingError);
      await expect(Mine.query().where('title', 0 as never)).rejects.toBeInstanceOf(db.InvalidValueError);
      await expect(Mine.query().where({ title: undefined })).rejects.toBeInstanceOf(Error);
      expect((await titles()).length).toBe(4);
    }));

  test('its own listeners hear it, and knex’s', () =>
    withBuilders(async ({ db, Slow }) => {
      await Slow.count();
      const heard: string[] = [];
      const all: string[] = [];
      db.knex.on('query', ({ sql }: { sql: string }) => all.push(sql));
      const query = Slow.query()
        .where('id', 1)
        .on('start', () => heard.push('start'))
        .on('query', () => heard.push('query'))
        .on('query-response', (rows: unknown[]) => heard.push(`${rows.length} row`))
        .on('end', () => heard.push('end'));
      await query;
      expect(heard).toEqual(['start', 'query', '1 row', 'end']);
      expect(all.length).toBe(1);
    }));

  test('a scope in which no row can be finds and writes nothing', () =>
    withBlog(harness, async ({ Post, titles }) => {
      const None = Post.extend({ scopes: [{ name: 'none', constrain: () => false }] });
      expect(await None.query()).toEqual([]);
      expect(await None.query().del()).toBe(0);
      expect((await titles()).length).toBe(4);
    }));

  test('an update counts up what a scope counts', () =>
    withBlog(harness, async ({ db }) => {
      await db.knex.schema.createTable('pages', (table) => {
        table.increments('id');
        table.integer('version');
        table.string('text');
      });
      await db.knex('pages').insert([{ version: 1 }, {}]);
      const Page = db.Model.extend({ tableName: 'pages', scopes: [{ name: 'version', increment: ['version'] }] });
      await Page.query().update({ text: 'x' });
      await Page.query().where('id', 1).update({ version: 7 });
      expect(await db.knex('pages').orderBy('id').pluck('version')).toEqual([7, 1]);
    }));

  test('unscoped() is out of them', () =>
    withBuilders(async ({ Mine, Slow, titles }) => {
      expect((await Slow.unscoped().query()).length).toBe(4);
      await Mine.unscoped().where('title', 'b1').query().update({ tenant: 'c', title: 'c1' });
      expect(await titles()).toEqual(['a1', 'a2', 'c1', 'b2']);
    }));

  test('a collection’s too', () =>
    withBuilders(async ({ Slow }) => {
      const posts = Slow.collection();
      void posts.query().where('title', 'a2');
      expect(await posts.query().clone().pluck('title')).toEqual(['a2']);
      expect((await posts.fetch()).pluck('title')).toEqual(['a2']);
    }));

  test('without a dialect, as with one', async () => {
    const db: Shelf = newShelf(harness, harness.plain() as never);
    try {
      await db.knex.schema.dropTableIfExists('scoped_posts');
      await db.knex.schema.createTable('scoped_posts', (table) => {
        table.increments('id');
        table.string('tenant');
      });
      await db.knex('scoped_posts').insert([{ tenant: 'a' }, { tenant: 'b' }]);
      for (const scope of [tenancy('a'), slowly('a')]) {
        const Mine = db.Model.extend({ tableName: 'scoped_posts', scopes: [scope] });
        expect(await Mine.query().where('tenant', 'b').orWhere('id', '>', 0).pluck('tenant')).toEqual(['a']);
        const statements = await statementsOf(db, async () => Mine.query().where('tenant', 'b').del());
        expect([statements, await db.knex('scoped_posts').pluck('tenant')]).toEqual([[], ['a', 'b']]);
      }
    } finally {
      await db.knex.schema.dropTableIfExists('scoped_posts');
      await db.destroy();
    }
  });
}
