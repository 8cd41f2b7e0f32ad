import { withBlog, type Blog } from './blog.js';
import { counted, labelsOf, type Entity, type RelationHarness } from './entities.js';

type Case = readonly [relation: string, from: 'User' | 'Post' | 'Photo' | 'Comment', with_: number, without: number];

const SINGLE: readonly Case[] = [
  ['profile', 'User', 1, 3],
  ['photo', 'User', 1, 2],
  ['user', 'Post', 4, 6],
  ['imageable', 'Photo', 2, 4],
  ['imageable', 'Photo', 2, 5],
];
const SEVERAL: readonly Case[] = [
  ['posts', 'User', 1, 3],
  ['comments', 'Post', 1, 2],
  ['tags', 'Post', 1, 2],
  ['photos', 'Post', 1, 2],
];

const byIds = (blog: Blog, from: Case[1], ids: readonly number[], options: object): Promise<Entity[]> =>
  blog[from]
    .forge()
    .query((qb) => qb.whereIn('id', ids).orderBy('id'))
    .fetchAll(options)
    .then(({ models }) => models);

/** What is not there. */
export function absentSuite(harness: RelationHarness): void {
  test.each(SINGLE)('%s of %s %i and %i: the absent one is null in JSON', (relation, from, with_, without) =>
    withBlog(harness, async (blog) => {
      const [alone] = await byIds(blog, from, [without], { withRelated: [relation] });
      expect(alone?.toJSON()).toHaveProperty(relation, null);
      const both = await byIds(blog, from, [with_, without], { withRelated: [relation] });
      expect(both.map((model) => model.toJSON()[relation])).toEqual([expect.objectContaining({}), null]);
      expect(both[1]?.related(relation).toJSON()).toEqual({});
      expect(await both[1]?.related(relation).fetch()).toBeNull();
    }),
  );

  test.each(SEVERAL)('%s of %s %i and %i: no rows are [] in JSON', (relation, from, with_, without) =>
    withBlog(harness, async (blog) => {
      const [alone] = await byIds(blog, from, [without], { withRelated: [relation] });
      expect(alone?.toJSON()).toHaveProperty(relation, []);
      const both = await byIds(blog, from, [with_, without], { withRelated: [relation] });
      expect(both.map((model) => (labelsOf(model.toJSON()[relation], 'id') as unknown[]).length > 0)).toEqual([
        true,
        false,
      ]);
    }),
  );

  test.each([
    ['user', 'Post', 6],
    ['imageable', 'Photo', 5],
  ] as const)('a null key runs no query: %s of %s %i', (relation, from, id) =>
    withBlog(harness, async (blog) => {
      const eager = await counted(blog.db, async () => byIds(blog, from, [id], { withRelated: [relation] }));
      expect(eager.queries).toBe(1);
      expect(eager.value[0]?.toJSON()).toHaveProperty(relation, null);
      const [model] = await byIds(blog, from, [id], {});
      for (const options of [{}, { batch: false }]) {
        const lazy = await counted(blog.db, async () => model?.related(relation).fetch(options));
        expect([lazy.value, lazy.queries]).toEqual([null, 0]);
      }
      const required = model?.related(relation).fetch({ require: true }) ?? Promise.resolve();
      await expect(required).rejects.toMatchObject({ name: 'NotFoundError' });
    }),
  );

  test('a new model has no related rows, and asks for none', () =>
    withBlog(harness, async ({ db, User }) => {
      const { value, queries } = await counted(db, async () => User.forge({ name: 'new' }).load(['posts', 'profile']));
      expect([value.toJSON(), queries]).toEqual([{ name: 'new', posts: [], profile: null }, 0]);
    }));

  test('rows that point to nobody belong to nobody', () =>
    withBlog(harness, async (blog) => {
      const users = await byIds(blog, 'User', [1, 2, 3], { withRelated: ['posts'] });
      expect(users.map((user) => labelsOf(user.toJSON()['posts'], 'id'))).toEqual([[1, 2, 3], [4, 5], []]);
    }));
}
