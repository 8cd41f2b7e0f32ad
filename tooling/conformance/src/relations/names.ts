import { InvalidRelationError } from '@shelf/core';
import { rejectionOf } from '../settling.js';
import { withBlog } from './blog.js';
import { counted, type RelationHarness } from './entities.js';

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

  test('related of a name that is no relation is undefined', () =>
    withBlog(harness, async ({ User }) => {
      expect(['nope', 'toJSON', '__proto__'].map((name) => User.forge({ id: 1 }).related(name))).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
    }));
}
