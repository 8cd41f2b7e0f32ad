import type { ModelOf, Scope, ScopeContext } from '@shelf/core';
import type { Harness } from '../harness.js';
import { faultOf } from '../settling.js';
import { tenancy, withBlog, type Blog, type PostRow } from './posts.js';
import { scopedBuilderSuite } from './scoped-builders.js';
import { scopedWriteSuite } from './scoped-writes.js';

/** Scopes narrow reads, updates and deletes, and stamp what is created. The executable form of docs/seams/scope.md. */
export function scopeSuite(harness: Harness): void {
  const withScope = <T>(
    work: (blog: Blog & { Mine: ModelOf<PostRow>; seen: ScopeContext[] }) => Promise<T>,
  ): Promise<T> =>
    withBlog(harness, async (blog) => {
      const seen: ScopeContext[] = [];
      const Mine = blog.Post.extend({ scopes: [tenancy('a', seen)] }) as ModelOf<PostRow>;
      return work({ ...blog, Mine, seen });
    });
  const title = (post: { get(name: 'title'): string } | null): string | undefined => post?.get('title');

  describe('constrain', () => {
    test('a fetch by key or attribute', () =>
      withScope(async ({ Mine }) => {
        expect(title(await new Mine({ id: 1 }).fetch())).toBe('a1');
        expect(await new Mine({ id: 3 }).fetch()).toBeNull();
        expect(await new Mine({ title: 'b1' }).fetch()).toBeNull();
        expect(await new Mine({ id: 3 }).refresh({ require: false })).toBeNull();
      }));

    test('fetchAll, a collection’s fetch, fetchOne, fetchPage and their counts', () =>
      withScope(async ({ Mine }) => {
        expect((await Mine.fetchAll()).pluck('title')).toEqual(['a1', 'a2']);
        expect((await Mine.collection().fetch()).pluck('title')).toEqual(['a1', 'a2']);
        expect(await Mine.collection().query('where', 'title', 'b1').fetchOne()).toBeNull();
        const page = await new Mine().fetchPage({ pageSize: 1 });
        expect(page.pagination).toMatchObject({ rowCount: 2, pageCount: 2 });
        expect(await Mine.count()).toBe(2);
        expect(await Mine.collection().count()).toBe(2);
      }));

    test('an update by key finds no row of another scope', () =>
      withScope(async ({ db, Mine, titles }) => {
        await new Mine({ id: 1 }).save({ title: 'changed' }, { patch: true });
        expect(await faultOf(new Mine({ id: 3 }).save({ title: 'stolen' }, { patch: true }))).toBeInstanceOf(
          db.NoRowsUpdatedError,
        );
        expect(await titles()).toEqual(['changed', 'a2', 'b1', 'b2']);
      }));

    test('a constrained update and a delete touch no row of another scope', () =>
      withScope(async ({ db, Mine, titles }) => {
        await Mine.where('title', '<>', 'a1').destroy();
        expect(await titles()).toEqual(['a1', 'b1', 'b2']);
        expect(await faultOf(new Mine({ id: 3 }).destroy({ require: true }))).toBeInstanceOf(db.NoRowsDeletedError);
        await Mine.where('id', '>', 0).save({ title: 'mine' }, { method: 'update', patch: true });
        expect(await titles()).toEqual(['mine', 'b1', 'b2']);
      }));

    test('an `or` in the query does not lead out of it', () =>
      withScope(async ({ Mine, titles }) => {
        const loose = (): InstanceType<typeof Mine> => Mine.where('title', 'b1').query('orWhere', 'title', 'a1');
        expect((await loose().fetchAll()).pluck('title')).toEqual(['a1']);
        expect(await loose().count()).toBe(1);
        expect(title(await loose().orderBy('-title').fetch())).toBe('a1');
        expect((await loose().fetchPage()).pagination).toMatchObject({ rowCount: 1 });
        await loose().save({ title: 'mine' }, { method: 'update', patch: true });
        expect(await titles()).toEqual(['mine', 'a2', 'b1', 'b2']);
        await Mine.where('title', 'b1').query('orWhere', 'title', 'a2').destroy();
        expect(await titles()).toEqual(['mine', 'b1', 'b2']);
      }));

    test('nor does one that a scope adds lead out of what the caller selects', () =>
      withBlog(harness, async ({ Post, titles }) => {
        const mine: Scope = {
          name: 'mine or nobody’s',
          constrain: (query) => void query.whereNull('tenant').orWhere('tenant', 'a'),
        };
        const Mine = Post.extend({
          scopes: [mine, { name: 'odd', constrain: (query) => void query.where('id', '<', 3) }],
        });
        expect(await new Mine({ id: 3 }).fetch()).toBeNull();
        expect(await Mine.where('title', 'a2').count()).toBe(1);
        await new Mine({ id: 1 }).save({ title: 'changed' } as never, { patch: true });
        await new Mine({ id: 2 }).destroy();
        expect(await titles()).toEqual(['changed', 'b1', 'b2']);
      }));

    test('nor does one beside the key or an attribute: a model is one row', () =>
      withBlog(harness, async ({ db, Post }) => {
        const loose = (id: number): InstanceType<typeof Post> =>
          Post.where('title', 'b1').query('orWhere', 'title', 'b2').set({ id });
        expect(await loose(1).fetch()).toBeNull();
        expect(title(await loose(4).fetch())).toBe('b2');
        await loose(4).save({ tenant: 'c' }, { method: 'update', patch: true });
        expect(await db.knex('posts').orderBy('id').pluck('tenant')).toEqual(['a', 'a', 'b', 'c']);
        expect(await faultOf(loose(1).destroy({ require: true }))).toBeInstanceOf(db.NoRowsDeletedError);
      }));

    test('values in the brackets are encoded and checked as ever', () =>
      withScope(async ({ db, Mine }) => {
        const wrong = 0 as unknown as string;
        const loose = Mine.where('title', wrong).query('orWhere', 'title', 'a1');
        expect(await faultOf(loose.fetchAll())).toBeInstanceOf(db.InvalidValueError);
      }));

    test('is no constraint of an update or a delete: every row of it has to be meant', () =>
      withScope(async ({ db, Mine, titles }) => {
        expect(await faultOf(new Mine().destroy())).toBeInstanceOf(db.UndefinedBindingError);
        expect(await faultOf(new Mine().save({ title: 'c' }, { method: 'update', patch: true }))).toBeInstanceOf(
          db.UndefinedBindingError,
        );
        expect(await faultOf(Mine.query(() => undefined).destroy())).toBeInstanceOf(db.UndefinedBindingError);
        expect(await titles()).toEqual(['a1', 'a2', 'b1', 'b2']);
        await new Mine().destroy({ all: true });
        expect(await titles()).toEqual(['b1', 'b2']);
      }));

    test('is told the action, the table and the options of the call', () =>
      withScope(async ({ Mine, seen }) => {
        await new Mine({ id: 1 }).fetch({ debug: false });
        await Mine.fetchAll();
        await Mine.count();
        await new Mine({ id: 1 }).save({ title: 'x' }, { patch: true });
        await new Mine({ id: 1 }).destroy();
        expect(seen.map(({ action }) => action)).toEqual(['first', 'select', 'count', 'update', 'update', 'delete']);
        expect(new Set(seen.map(({ table }) => table))).toEqual(new Set(['posts']));
        expect(seen[0]!.options['debug']).toBe(false);
      }));

    test('before-events fire when it has been applied', () =>
      withScope(async ({ Mine }) => {
        const statements: string[] = [];
        const post = new Mine({ id: 1 });
        post.on('fetching', (_, __, options) => statements.push(options.query.toQuery()));
        await post.fetch();
        expect(statements[0]).toContain('tenant');
      }));
  });

  describe('stamp', () => {
    test('what is created', () =>
      withScope(async ({ db, Mine }) => {
        const post = await new Mine({ title: 'new' }).save();
        expect(post.get('tenant')).toBe('a');
        await Mine.collection([{ title: 'all 1' }, { title: 'all 2', tenant: 'a' }]).saveAll();
        await Mine.collection().create({ title: 'created' });
        await Mine.upsert({ title: 'upserted' } as never, { conflict: 'title' });
        expect(await db.knex('posts').where('id', '>', 4).distinct().pluck('tenant')).toEqual(['a']);
        expect(await Mine.count()).toBe(7);
      }));

    test('before the before-events, which see it', () =>
      withScope(async ({ Mine }) => {
        const post = new Mine({ title: 'new' });
        let seen: unknown;
        post.on('creating', (model) => (seen = model.get('tenant')));
        await post.save();
        expect(seen).toBe('a');
      }));

    test('an update is asked what may not change; each is told which it is', () =>
      withScope(async ({ Mine, seen }) => {
        await new Mine({ id: 1 }).save({ title: 'x' }, { patch: true });
        expect(seen.map(({ action }) => action)).toEqual(['update', 'update']);
        await new Mine({ title: 'new' }).save();
        expect(seen.at(-1)!.action).toBe('insert');
      }));

    test('is taken back when the save fails', () =>
      withScope(async ({ Mine }) => {
        const post = new Mine({ title: 'a1' });
        await faultOf(post.save());
        expect(post.attributes).toEqual({ title: 'a1' });
      }));
  });

  describe('what is written stays inside', () => scopedWriteSuite(harness));

  describe('builders that are taken out stay inside', () => scopedBuilderSuite(harness));

  test('what one class counts up is no column that another sets', () =>
    withBlog(harness, async ({ db }) => {
      await db.knex.schema.createTable('pages', (table) => {
        table.increments('id');
        for (const name of ['a', 'b', 'c']) table.integer(name);
      });
      await db.knex('pages').insert({ a: 1, b: 1, c: 1 });
      const counting = (...increment: string[]) =>
        db.Model.extend({ tableName: 'pages', scopes: [{ name: 'counting', increment }] });
      await counting('a').forge({ id: 1 }).save({ b: 5, c: 6 }, { patch: true });
      await counting('a', 'b').forge({ id: 1 }).save({ c: 9 }, { patch: true });
      expect(await db.knex('pages').first('a', 'b', 'c')).toEqual({ a: 3, b: 6, c: 9 });
    }));

  test('receive sees the models with their rows, before `fetched`', () =>
    withBlog(harness, async ({ Post }) => {
      const log: unknown[] = [];
      const watching: Scope = {
        name: 'watching',
        receive: (models, rows, { action }) =>
          void log.push(
            action,
            models.length,
            rows.map((row) => row['title']),
          ),
      };
      const Watched = Post.extend({ scopes: [watching] }) as ModelOf<PostRow>;
      const post = new Watched({ id: 2 });
      post.on('fetched', () => log.push('fetched'));
      await post.fetch();
      await Watched.where('id', '<', 3).fetchAll();
      expect(log).toEqual(['first', 1, ['a2'], 'fetched', 'select', 2, ['a1', 'a2']]);
    }));

  describe('where scopes stand', () => {
    test('on a class, by extend or as a static, and on its subclasses', () =>
      withBlog(harness, async ({ db }) => {
        class Mine extends db.Model<PostRow> {
          static override tableName = 'posts';
          static override scopes = [tenancy('b')];
        }
        class Also extends Mine {}
        expect((await Mine.fetchAll()).pluck('title')).toEqual(['b1', 'b2']);
        expect((await Also.fetchAll()).pluck('title')).toEqual(['b1', 'b2']);
      }));

    test('on an instance, and on a collection, which hands them to what it creates', () =>
      withBlog(harness, async ({ Post }) => {
        const one = new Post({ id: 3 });
        one.scopes = [tenancy('a')];
        expect(await one.fetch()).toBeNull();
        const posts = Post.collection();
        posts.scopes = [tenancy('b')];
        expect((await posts.fetch()).pluck('title')).toEqual(['b1', 'b2']);
        expect((await posts.create({ title: 'new' })).get('tenant')).toBe('b');
        expect(await new Post({ id: 1 }).fetch()).not.toBeNull();
      }));

    test('several hold together', () =>
      withBlog(harness, async ({ Post }) => {
        const second: Scope = { name: 'second', constrain: (query) => void query.where('title', 'like', '%2') };
        const Both = Post.extend({ scopes: [tenancy('a'), second] }) as ModelOf<PostRow>;
        expect((await Both.fetchAll()).pluck('title')).toEqual(['a2']);
        expect(await Both.count()).toBe(1);
      }));
  });
}
