import type { Shelf } from '@shelf/core';
import { fill, makeBlog } from './blog.js';
import { counted, labelsOf, withRelations, type RelationHarness, type Row } from './entities.js';

/** As many as a query may not have parameters for on any database. */
const PARENTS = 100_000;
const TIMEOUT = 60_000;

/** Inserts posts with the ids from 1, made by the database itself: the numbers of five digits. */
async function insertPosts(db: Shelf, count: number): Promise<void> {
  await db.knex.schema.createTable('digits', (table) => table.integer('d'));
  await fill(db, { digits: Array.from({ length: 10 }, (_, d) => ({ d })) });
  const number = '1 + a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d';
  await db.knex.raw(
    `insert into posts (id, title, user_id) select ${number}, 'post', ${number}
     from digits a cross join digits b cross join digits c cross join digits e cross join digits f
     where ${number} <= ${count}`,
  );
}

/** More parents than a query may have parameters. */
export function manySuite(harness: RelationHarness): void {
  const parents = harness.brief === true ? PARENTS / 2 : PARENTS;
  test(
    `${parents} parents`,
    () =>
      withRelations(harness, async (db) => {
        const { Post } = await makeBlog(db);
        await insertPosts(db, parents);
        const ids = [1, 1, 30_000, parents];
        await fill(db, {
          users: [...new Set(ids)].map((id) => ({ id, name: `user ${id}` })),
          comments: ids.map((post_id, i) => ({ id: i + 1, post_id, body: 'comment' })),
          tags: [{ id: 1, name: 'x' }],
          posts_tags: ids.slice(1).map((post_id) => ({ post_id, tag_id: 1, weight: post_id })),
        });
        const { value, queries } = await counted(db, async () =>
          Post.forge().fetchAll({ withRelated: ['comments', 'tags', 'user'] }),
        );
        const posts = value.toJSON();
        const holding = (name: string): Row[] => posts.filter((post) => labelsOf(post[name], 'id')?.toString());
        expect(posts).toHaveLength(parents);
        expect(holding('comments').map(({ id, comments }) => [id, labelsOf(comments, 'id')])).toEqual([
          [1, [1, 2]],
          [30_000, [3]],
          [parents, [4]],
        ]);
        expect(holding('tags').map(({ id, tags }) => [id, labelsOf(tags, '_pivot_weight')])).toEqual([
          [1, [1]],
          [30_000, [30_000]],
          [parents, [parents]],
        ]);
        expect(holding('user').map(({ user }) => labelsOf(user, 'name'))).toEqual([
          'user 1',
          'user 30000',
          `user ${parents}`,
        ]);
        expect(queries).toBe(1 + 3 * harness.queriesFor(parents));
      }),
    TIMEOUT,
  );
}
