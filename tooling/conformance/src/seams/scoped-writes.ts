import type { ModelOf, Scope } from '@shelf/core';
import { statementsOf, type Harness } from '../harness.js';
import { faultOf } from '../settling.js';
import { tenancy, withBlog, type Blog, type PostRow } from './posts.js';

interface Tenants extends Blog {
  /** The posts of tenant a. */
  readonly Mine: ModelOf<PostRow>;
  /** Everybody's posts as they are stored: `tenant title`. */
  all(): Promise<string[]>;
}

const POSTS = ['a a1', 'a a2', 'b b1', 'b b2'];

/** What is written through a model in a scope stays inside, and touches no row outside. */
export function scopedWriteSuite(harness: Harness): void {
  const withTenants = <T>(work: (tenants: Tenants) => Promise<T>, scope: Scope = tenancy('a')): Promise<T> =>
    withBlog(harness, async (blog) => {
      const Mine = blog.Post.extend({ scopes: [scope] }) as ModelOf<PostRow>;
      const all = async (): Promise<string[]> =>
        (await blog.db.knex('posts').orderBy('id')).map(({ tenant, title }) => `${tenant} ${title}`);
      return work({ ...blog, Mine, all });
    });

  describe('upsert', () => {
    /** The ways in which scopes say what is a tenant's; all of them hold for the row that an upsert finds. */
    const scopes: Record<string, Scope> = {
      'a condition': tenancy('a'),
      'a column without its table': { ...tenancy('a'), constrain: (query) => void query.where('tenant', 'a') },
      'an alternative, in brackets': {
        ...tenancy('a'),
        constrain: (query) => void query.where((inner) => void inner.whereNull('tenant').orWhere({ tenant: 'a' })),
      },
      'an alternative': {
        ...tenancy('a'),
        constrain: (query) => void query.whereNull('tenant').orWhere({ tenant: 'a' }),
      },
      'a list': { ...tenancy('a'), constrain: (query) => void query.whereIn('tenant', ['a', 'x']) },
      'what it has asked first': {
        ...tenancy('a'),
        async constrain(query) {
          await Promise.resolve();
          void query.where('tenant', 'a');
        },
      },
    };

    test.each(Object.entries(scopes))('a row outside the scope is not written: %s', (_name, scope) =>
      withTenants(async ({ db, Mine, all }) => {
        const theirs: [PostRow, string][] = [
          [{ title: 'b1' } as PostRow, 'title'],
          [{ id: 3, title: 'stolen' } as PostRow, 'id'],
        ];
        for (const [row, conflict] of theirs) {
          for (const options of [{ conflict }, { conflict, update: [] }, { conflict, update: ['tenant'] }]) {
            const fault = await faultOf(Mine.upsert(row, options as never));
            expect(fault).toBeInstanceOf(db.UniqueViolationError);
            expect(fault).toMatchObject({ table: 'posts', columns: [conflict] });
          }
        }
        expect(await all()).toEqual(POSTS);
        const mine = await Mine.upsert({ id: 2, title: 'mine' } as PostRow, { conflict: 'id' });
        expect([mine.get('title'), mine.get('tenant')]).toEqual(['mine', 'a']);
        const kept = await Mine.upsert({ title: 'a1' } as PostRow, { conflict: 'title', update: [] });
        expect([kept.id, kept.get('tenant'), kept.hasChanged()]).toEqual([1, 'a', false]);
        const fresh = await Mine.upsert({ title: 'new' } as PostRow, { conflict: 'title' });
        expect([fresh.isNew(), fresh.get('tenant')]).toEqual([false, 'a']);
        expect(await all()).toEqual(['a a1', 'a mine', 'b b1', 'b b2', 'a new']);
      }, scope),
    );

    test('nor where no row can be in the scope; nor by a tenant whose values would match', () =>
      withTenants(
        async ({ db, Mine, all }) => {
          const fault = await faultOf(Mine.upsert({ title: 'a1' } as PostRow, { conflict: 'title' }));
          expect(fault).toBeInstanceOf(db.UniqueViolationError);
          expect(await all()).toEqual(POSTS);
        },
        { ...tenancy('a'), constrain: () => false },
      ));

    test('a scope that joins is refused before anything is sent', () =>
      withTenants(
        async ({ db, Mine }) => {
          await Mine.forge({ title: 'first' }).save();
          const statements = await statementsOf(db, async () => {
            const fault = await faultOf(Mine.upsert({ title: 'a1' } as PostRow, { conflict: 'title' }));
            expect(fault).toBeInstanceOf(db.InvalidValueError);
          });
          expect(statements).toEqual([]);
        },
        { ...tenancy('a'), constrain: (query) => void query.join('posts as others', 'others.id', 'posts.id') },
      ));

    test('the model is as it was, and a transaction goes on', () =>
      withTenants(async ({ db, Mine, all }) => {
        await db.transaction(async (transacting) => {
          const fault = await faultOf(Mine.upsert({ title: 'b1' } as PostRow, { conflict: 'title', transacting }));
          expect(fault).toBeInstanceOf(db.UniqueViolationError);
          await Mine.forge({ title: 'after' }).save(null, { transacting });
        });
        expect(await all()).toEqual([...POSTS, 'a after']);
      }));

    test('nor is one that another transaction leads out of the scope meanwhile', () =>
      withBlog(
        harness,
        async ({ db, Post, titles }) => {
          const Mine = Post.extend({ scopes: [tenancy('a')] }) as ModelOf<PostRow>;
          await Mine.count();
          let upsert: Promise<unknown> = Promise.resolve();
          await db.transaction(async (t) => {
            await t('posts').where('id', 1).update({ tenant: 'b' });
            const stolen = Mine.upsert({ id: 1, title: 'stolen' } as PostRow, { conflict: 'id', transacting: null });
            upsert = faultOf(stolen);
            await t('posts').where('id', 1).first();
          });
          expect(await upsert).toBeInstanceOf(db.UniqueViolationError);
          expect(await titles()).toEqual(['a1', 'a2', 'b1', 'b2']);
        },
        {},
        { shared: true },
      ));

    test('{ scopes: false } writes the row whosever it is', () =>
      withTenants(async ({ Mine, all }) => {
        const theirs = { title: 'b1', tenant: 'c' } as PostRow;
        const row = await Mine.upsert(theirs, { conflict: 'title', scopes: false });
        expect([row.id, row.get('tenant')]).toEqual([3, 'c']);
        expect(await all()).toEqual(['a a1', 'a a2', 'c b1', 'b b2']);
      }));
  });

  describe('a column that a scope stamps keeps its value', () => {
    type Write = (tenants: Tenants) => PromiseLike<unknown>;
    const patch = { method: 'update', patch: true } as const;
    const writes: Record<string, Write> = {
      'save of a new model': ({ Mine }) => new Mine({ title: 'new', tenant: 'b' }).save(),
      'save of a new model with null': ({ Mine }) => new Mine({ title: 'new', tenant: null as never }).save(),
      create: ({ Mine }) => Mine.create({ title: 'new', tenant: 'b' }),
      'create of a collection': ({ Mine }) => Mine.collection().create({ title: 'new', tenant: 'b' }),
      'save of a fetched model': async ({ Mine }) =>
        (await new Mine({ id: 1 }).fetch({ require: true })).save({ tenant: 'b' }),
      'save of what was set': async ({ Mine }) =>
        (await new Mine({ id: 1 }).fetch({ require: true })).set('tenant', 'b').save(),
      'save of a model that was not fetched': ({ Mine }) => new Mine({ id: 1, title: 'x', tenant: 'b' }).save(),
      'save by key and value': ({ Mine }) => new Mine({ id: 1 }).save('tenant', 'b', { patch: true }),
      patch: ({ Mine }) => new Mine({ id: 1 }).save({ tenant: 'b' }, { patch: true }),
      'update by condition': ({ Mine }) => Mine.where('id', '>', 0).save({ tenant: 'b', title: 'x' }, patch),
      'update of SQL': ({ db, Mine }) =>
        Mine.where('id', 1).save({ tenant: db.knex.raw('upper(?)', ['b']) } as never, patch),
      upsert: ({ Mine }) => Mine.upsert({ title: 'a1', tenant: 'b' }, { conflict: 'title' }),
      'saveAll of new models': ({ Mine }) =>
        Mine.collection([{ title: 'first' }, { title: 'second', tenant: 'b' }]).saveAll(),
      'saveAll of changed models': async ({ Mine }) => {
        const posts = await Mine.fetchAll();
        posts.add({ title: 'first' });
        posts.at(1)!.set('tenant', 'b');
        return posts.saveAll();
      },
      'a handler of an insert': ({ Mine }) => {
        const post = new Mine({ title: 'new' });
        post.on('creating', (model) => void model.set('tenant', 'b'));
        return post.save();
      },
      'a handler that takes the stamp away': ({ Mine }) => {
        const post = new Mine({ title: 'new' });
        post.on('saving', (model) => void model.unset('tenant'));
        return post.save();
      },
      'a handler of an update': ({ Mine }) => {
        const post = new Mine({ id: 1 });
        post.on('updating', (model) => void model.set('tenant', 'b'));
        return post.save({ title: 'x' }, { patch: true });
      },
    };

    test.each(Object.entries(writes))('%s', (_name, write) =>
      withTenants(async (tenants) => {
        const { db, Mine, all } = tenants;
        await Mine.count();
        let fault: unknown;
        const statements = await statementsOf(db, async () => {
          fault = await Promise.resolve(write(tenants)).then(
            () => undefined,
            (error: unknown) => error,
          );
        });
        expect(fault).toBeInstanceOf(db.InvalidValueError);
        expect(fault).toMatchObject({ table: 'posts', columns: ['tenant'] });
        expect(statements.filter((sql) => !/^select/i.test(sql))).toEqual([]);
        expect(await all()).toEqual(POSTS);
      }),
    );

    test('the same value may be given, and a failed save leaves the model as it was', () =>
      withTenants(async ({ Mine, all }) => {
        await new Mine({ id: 1, title: 'same', tenant: 'a' }).save();
        await Mine.collection([{ title: 'new', tenant: 'a' }]).saveAll();
        const post = await new Mine({ id: 2 }).fetch({ require: true });
        await faultOf(post.save({ tenant: 'b', title: 'gone' }));
        expect([post.get('tenant'), post.get('title'), post.hasChanged()]).toEqual(['a', 'a2', false]);
        expect(await all()).toEqual(['a same', ...POSTS.slice(1), 'a new']);
      }));

    test('defaults give way to stamps', () =>
      withTenants(async ({ Mine }) => {
        const Usual = Mine.extend({ defaults: { tenant: 'b' } }) as ModelOf<PostRow>;
        expect((await new Usual({ title: 'new' }).save()).get('tenant')).toBe('a');
      }));

    test('numbers are the same value in every type, and another name of the column is no way out', () =>
      withBlog(harness, async ({ db }) => {
        await db.knex.schema.createTable('notes', (table) => {
          table.increments('id');
          table.integer('org_id');
          table.string('text');
        });
        const scope: Scope = {
          name: 'org',
          constrain: (query, { table }) => void query.where(`${table}.org_id`, 1),
          stamp: () => ({ org_id: 1 }),
        };
        class Note extends db.Model<{ id: number; org_id: number; text: string; org?: number }> {
          static override tableName = 'notes';
          static override scopes = [scope];
          override format({ org, ...attributes }: Record<string, unknown>): Record<string, unknown> {
            return org === undefined ? attributes : { ...attributes, org_id: org };
          }
        }
        const note = await Note.forge({ org_id: '1' as never, text: 'one' }).save();
        await note.save({ org_id: '1' as never }, { patch: true });
        for (const moved of [note.save({ org: 2 }, { patch: true }), Note.where('id', 1).save({ org: 2 }, patch)])
          expect(await faultOf(moved)).toBeInstanceOf(db.InvalidValueError);
        expect(await db.knex('notes').pluck('org_id')).toEqual([1]);
      }));
  });

  describe('{ scopes: false }', () => {
    test('leaves the scopes for one call', () =>
      withTenants(async ({ Mine, all }) => {
        const out = { scopes: false } as const;
        expect((await Mine.fetchAll(out)).length).toBe(4);
        expect(await Mine.count(out)).toBe(4);
        expect((await Mine.fetchPage({ ...out, pageSize: 3 })).pagination.rowCount).toBe(4);
        expect((await Mine.collection().fetch(out)).length).toBe(4);
        expect((await new Mine({ id: 3 }).fetch(out))?.get('title')).toBe('b1');
        await new Mine({ id: 3 }).save({ title: 'x', tenant: 'c' }, { ...out, patch: true });
        await Mine.create({ title: 'free', tenant: 'd' }, out);
        await new Mine({ id: 4 }).destroy({ ...out, require: true });
        expect(await all()).toEqual(['a a1', 'a a2', 'c x', 'd free']);
        expect(await Mine.count()).toBe(2);
      }));

    test('a scope that narrows nothing holds all the same: it counts versions', () =>
      withBlog(harness, async ({ db }) => {
        await db.knex.schema.createTable('pages', (table) => {
          table.increments('id');
          table.integer('version');
          table.string('text');
        });
        const Page = db.Model.extend({ tableName: 'pages', scopes: [{ name: 'version', increment: ['version'] }] });
        const page = await Page.forge({ version: 1, text: 'x' }).save();
        await page.save({ text: 'y' }, { scopes: false });
        expect(await db.knex('pages').pluck('version')).toEqual([2]);
      }));
  });

  test('unscoped() is a model out of the scopes of its class, for a chain', () =>
    withTenants(async ({ Mine, all }) => {
      expect(await Mine.unscoped().count()).toBe(4);
      expect((await Mine.unscoped().where('title', 'b1').fetch())?.id).toBe(3);
      expect((await Mine.unscoped().orderBy('-id').fetchAll()).pluck('title')).toEqual(['b2', 'b1', 'a2', 'a1']);
      await Mine.unscoped().where('title', 'b2').save({ tenant: 'c' }, { method: 'update', patch: true });
      await Mine.unscoped().where('title', 'b1').destroy();
      expect(await all()).toEqual(['a a1', 'a a2', 'c b2']);
      expect(await Mine.count()).toBe(2);
    }));
}
