import { InvalidRelationError } from '@shelf/core';
import { rejectionOf } from '../settling.js';
import { withBlog } from './blog.js';
import { counted, define, type EntityClass, type RelationHarness } from './entities.js';

const WRONG: readonly (readonly [given: unknown, named: string, existing: string])[] = [
  ['nope', 'nope', 'posts, profile, photo'],
  ['constructor', 'constructor', 'posts, profile, photo'],
  ['toJSON', 'toJSON', 'posts, profile, photo'],
  [['posts', 'nope'], 'nope', 'posts, profile, photo'],
  [{ nope: () => undefined }, 'nope', 'posts, profile, photo'],
  ['posts.nope', 'nope', 'user, comments, tags, photos'],
  ['posts.comments.nope', 'nope', 'post'],
  ['posts.tags.posts.nope', 'nope', 'user, comments, tags, photos'],
];

/** Names that are no relation's are refused before anything is asked, with a list of what there is. */
export function namesSuite(harness: RelationHarness): void {
  test.each(WRONG)('%j', (given, named, existing) =>
    withBlog(harness, async ({ db, User }) => {
      const user = await User.forge({ id: 1 }).fetch();
      const users = await User.forge().fetchAll();
      const ways = [
        async () => User.forge({ id: 1 }).fetch({ withRelated: given }),
        async () => User.forge().fetchAll({ withRelated: given }),
        async () => user?.load(given),
        async () => users.load(given),
      ];
      for (const way of ways) {
        const { value, queries } = await counted(db, async () => rejectionOf(way()));
        expect(value).toBeInstanceOf(InvalidRelationError);
        expect(value.message).toContain(`'${named}'`);
        expect(value.message).toContain(`it has: ${existing}`);
        expect(queries).toBe(0);
      }
    }),
  );

  test('a nested name that no target of a morphTo has', () =>
    withBlog(harness, async ({ db, Photo }) => {
      const { value, queries } = await counted(db, async () =>
        rejectionOf(Photo.forge().fetchAll({ withRelated: ['imageable.nope'] })),
      );
      expect(value).toBeInstanceOf(InvalidRelationError);
      expect(value.message).toContain(`'nope'`);
      expect(queries).toBe(0);
    }));

  test('what is no relation is never called, however it is named', () =>
    withBlog(harness, async ({ db, Photo }) => {
      const called: string[] = [];
      const purging = {
        async purge() {
          called.push('purge');
          await db.knex('posts').del();
        },
        wipe() {
          called.push('wipe');
          return db.knex('posts').del();
        },
        forget(what: string) {
          called.push(`forget ${what}`);
        },
        sweep: () => void called.push('sweep'),
      };
      const Purging: EntityClass = define(db, 'users', purging);
      const PurgingPost: EntityClass = define(db, 'posts', {
        ...purging,
        writer() {
          return this.belongsTo(Purging, 'user_id');
        },
      });
      for (const Class of [Purging, PurgingPost])
        Object.defineProperty(Class.prototype, 'peek', { get: () => called.push('peek') });
      const ids: unknown = await db.knex('posts').pluck('id');
      const user = await Purging.forge({ id: 1 }).fetch();
      const users = await Purging.forge().fetchAll();
      for (const name of ['purge', 'wipe', 'forget', 'sweep', 'peek', 'save', 'destroy']) {
        const ways = [
          async () => Purging.forge({ id: 1 }).fetch({ withRelated: [name] }),
          async () => Purging.forge().fetchAll({ withRelated: [{ [name]: () => undefined }] }),
          async () => PurgingPost.forge().fetchAll({ withRelated: [`writer.${name}`] }),
          async () => Photo.forge().fetchAll({ withRelated: [`imageable.${name}`] }),
          async () => Purging.forge().fetchAll({ withCount: [name] }),
          async () => user?.load(name),
          async () => users.load([`posts.${name}`]),
          async () => Purging.forge().whereHas(name).fetchAll(),
          async () => Purging.forge().whereDoesntHave(name).fetchAll(),
          async () => PurgingPost.forge().whereHas(`writer.${name}`).fetchAll(),
        ];
        for (const way of ways) expect(await rejectionOf(way())).toBeInstanceOf(InvalidRelationError);
        expect(user?.related(name)).toBeUndefined();
      }
      expect(called).toEqual([]);
      expect(ids).not.toEqual([]);
      expect(await db.knex('posts').pluck('id')).toEqual(ids);
    }));

  test('related of a name that is no relation is undefined', () =>
    withBlog(harness, async ({ User }) => {
      expect(['nope', 'toJSON', '__proto__'].map((name) => User.forge({ id: 1 }).related(name))).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
    }));
}
