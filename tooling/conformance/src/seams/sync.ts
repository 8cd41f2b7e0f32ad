import type { ModelOf, Sync, SyncOptions } from '@shelf/core';
import type { Harness } from '../harness.js';
import { rejectionOf } from '../settling.js';
import { withBlog, type PostRow } from './posts.js';

/** One action in, rows out; `sync` of a class may be overridden. The executable form of docs/seams/sync.md. */
export function syncSuite(harness: Harness): void {
  describe('what sync() makes', () => {
    test('select resolves to rows', () =>
      withBlog(harness, async ({ Post }) => {
        const rows = await Post.where('tenant', 'a').sync().select();
        expect(rows).toEqual([
          expect.objectContaining({ id: 1, title: 'a1' }),
          expect.objectContaining({ id: 2, title: 'a2' }),
        ]);
      }));

    test('first resolves to an array of one row, or of none', () =>
      withBlog(harness, async ({ Post }) => {
        expect(await new Post().sync().first({ title: 'b1' })).toEqual([expect.objectContaining({ id: 3 })]);
        expect(await new Post().sync().first({ title: 'none' })).toEqual([]);
      }));

    test('count resolves to a number', () =>
      withBlog(harness, async ({ Post }) => {
        expect(await new Post().sync().count()).toBe(4);
        expect(await Post.where('tenant', 'a').sync().count('title')).toBe(2);
      }));

    test('insert resolves to the key, or to a row with it', () =>
      withBlog(harness, async ({ Post, titles }) => {
        const [made] = await new Post().sync().insert({ tenant: 'c', title: 'new' });
        expect(typeof made === 'object' ? made : { id: made }).toMatchObject({ id: 5 });
        expect(await titles()).toContain('new');
      }));

    test('update and delete resolve to the number of rows', () =>
      withBlog(harness, async ({ Post, titles }) => {
        expect(await Post.where('tenant', 'a').sync().update({ tenant: 'c' })).toBe(2);
        expect(await Post.where('tenant', 'nobody').sync().update({ tenant: 'c' })).toBe(0);
        expect(await Post.where('tenant', 'c').sync().delete()).toBe(2);
        expect(await new Post({ id: 3 }).sync().delete()).toBe(1);
        expect(await titles()).toEqual(['b2']);
      }));

    test('an update or a delete without key and where is refused', () =>
      withBlog(harness, async ({ db, Post, titles }) => {
        expect(await rejectionOf(new Post().sync().update({ tenant: 'c' }))).toBeInstanceOf(db.UndefinedBindingError);
        expect(await rejectionOf(new Post().sync().delete())).toBeInstanceOf(db.UndefinedBindingError);
        expect(await titles()).toHaveLength(4);
      }));

    test('query is the knex builder of the action', () =>
      withBlog(harness, async ({ Post }) => {
        const sync = new Post().sync();
        void sync.query.where('title', 'b2');
        expect(await sync.select()).toEqual([expect.objectContaining({ id: 4 })]);
      }));

    test('takes the query over: the model’s next action starts afresh', () =>
      withBlog(harness, async ({ Post }) => {
        const post = Post.where('tenant', 'a');
        expect(await post.sync().count()).toBe(2);
        expect(await post.sync().count()).toBe(4);
      }));

    test('its options are those of the call: transacting, signal', () =>
      withBlog(harness, async ({ db, Post, titles }) => {
        const t = await db.transaction();
        await new Post().sync({ transacting: t }).insert({ tenant: 'c', title: 'new' });
        await t.rollback();
        expect(await titles()).not.toContain('new');
        const gone = new Error('gone');
        expect(await rejectionOf(new Post().sync({ signal: AbortSignal.abort(gone) }).select())).toBe(gone);
      }));
  });

  describe('an override', () => {
    test('may stand in for the database altogether', () =>
      withBlog(harness, async ({ db, Post }) => {
        const calls: unknown[] = [];
        const memory = new Map<number, Record<string, unknown>>([[7, { id: 7, tenant: 'm', title: 'kept' }]]);
        const find = (attributes: Record<string, unknown>): Record<string, unknown>[] => {
          const row = memory.get(attributes['id'] as number);
          return row === undefined ? [] : [{ ...row }];
        };
        const InMemory = Post.extend({
          sync(options: SyncOptions) {
            const { id } = this as unknown as { id: number };
            const sync: Omit<Sync, 'query'> = {
              select: async () => structuredClone([...memory.values()]),
              first: async (attributes) => find(attributes),
              count: async () => memory.size,
              insert: async (attributes) => {
                memory.set(8, { ...attributes, id: 8 });
                return [8];
              },
              update: async (attributes) =>
                memory.has(id) ? (memory.set(id, { ...memory.get(id), ...attributes }), 1) : 0,
              delete: async () => (memory.delete(id) ? 1 : 0),
            };
            calls.push(options);
            return sync;
          },
        }) as unknown as ModelOf<PostRow>;
        const sent: string[] = [];
        db.knex.on('query', ({ sql }: { sql: string }) => sent.push(sql));

        expect((await new InMemory({ id: 7 }).fetch())?.get('title')).toBe('kept');
        expect(await new InMemory({ id: 9 }).fetch()).toBeNull();
        const post = await new InMemory({ tenant: 'm', title: 'new' }).save();
        expect(post.id).toBe(8);
        await post.save({ title: 'changed' });
        expect(memory.get(8)).toEqual({ id: 8, tenant: 'm', title: 'changed' });
        expect(await new InMemory().count()).toBe(2);
        expect(await rejectionOf(new InMemory({ id: 9 }).save({ title: 'x' }))).toBeInstanceOf(
          InMemory.NoRowsUpdatedError,
        );
        await post.destroy({ require: true });
        expect([...memory.keys()]).toEqual([7]);
        expect(calls).toHaveLength(7);
        expect(sent).toEqual([]);
      }));

    test('may wrap the sync that core makes, and gets the options of the call', () =>
      withBlog(harness, async ({ db, titles }) => {
        const log: string[] = [];
        class Logged extends db.Model<PostRow> {
          static override tableName = 'posts';
          override sync(options?: SyncOptions): Sync {
            const sync = super.sync(options);
            const { first, insert } = sync;
            sync.first = async (attributes) => {
              log.push(`first ${JSON.stringify(attributes)} ${options?.debug}`);
              return first.call(sync, attributes);
            };
            sync.insert = async (attributes) => {
              log.push(`insert ${JSON.stringify(attributes)}`);
              return insert.call(sync, attributes);
            };
            return sync;
          }
        }
        expect((await new Logged({ id: 1 }).fetch({ debug: false }))?.get('title')).toBe('a1');
        await new Logged({ tenant: 'c', title: 'new' }).save();
        expect(await titles()).toContain('new');
        expect(log).toEqual(['first {"id":1} false', 'insert {"tenant":"c","title":"new"}']);
      }));

    test('of a collection serves its fetch and its count', () =>
      withBlog(harness, async ({ db, Post }) => {
        const Posts = db.Collection.extend({
          model: Post,
          sync: () => ({ select: async () => [{ id: 70, title: 'from elsewhere' }], count: async () => 12 }),
        });
        const posts = await new Posts().fetch();
        expect(posts.pluck('title')).toEqual(['from elsewhere']);
        expect(posts.at(0)).toBeInstanceOf(Post);
        expect(await new Posts().count()).toBe(12);
      }));

    test('an error of it is the call’s', () =>
      withBlog(harness, async ({ Post }) => {
        const offline = new Error('offline');
        const Offline = Post.extend({
          sync: () => ({ first: async () => Promise.reject(offline) }),
        }) as unknown as ModelOf<PostRow>;
        expect(await rejectionOf(new Offline({ id: 1 }).fetch())).toBe(offline);
      }));
  });
}
