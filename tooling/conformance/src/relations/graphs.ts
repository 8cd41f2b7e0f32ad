import type { Shelf } from '@shelf/core';
import * as fc from 'fast-check';
import type { Knex } from 'knex';
import { fill, makeBlog, type Blog } from './blog.js';
import { counted, openRelations, type RelationHarness, type Row } from './entities.js';

interface Graph {
  readonly users: readonly { readonly id: number; readonly name: string }[];
  readonly posts: readonly { readonly id: number; readonly title: string; readonly user_id: number | null }[];
  readonly comments: readonly { readonly id: number; readonly body: string; readonly post_id: number | null }[];
  readonly tags: readonly { readonly id: number; readonly name: string }[];
  readonly posts_tags: readonly { readonly post_id: number; readonly tag_id: number; readonly weight: number }[];
}

const TIMEOUT = 60_000;
const TABLES = ['posts_tags', 'comments', 'posts', 'tags', 'users'] as const;

// Some references lead nowhere: ids go to 6, references to 8.
const id = fc.integer({ min: 1, max: 6 });
const reference = fc.option(fc.integer({ min: 1, max: 8 }), { nil: null });
const text = fc.string({ maxLength: 3 }).filter((value) => !value.includes('\0'));
const rows = <T>(row: fc.Arbitrary<T & { readonly id: number }>): fc.Arbitrary<(T & { readonly id: number })[]> =>
  fc
    .uniqueArray(row, { selector: (each) => each.id, maxLength: 6 })
    .map((list) => list.toSorted((a, b) => a.id - b.id));
const graphs: fc.Arbitrary<Graph> = fc.record({
  users: rows(fc.record({ id, name: text })),
  posts: rows(fc.record({ id, title: text, user_id: reference })),
  comments: rows(fc.record({ id, body: text, post_id: reference })),
  tags: rows(fc.record({ id, name: text })),
  posts_tags: fc.uniqueArray(
    fc.record({ post_id: fc.integer({ min: 1, max: 8 }), tag_id: fc.integer({ min: 1, max: 8 }), weight: fc.nat(9) }),
    { selector: (link) => `${link.post_id} ${link.tag_id}`, maxLength: 12 },
  ),
});

const withRelated = (row: object, related: Row): Row => ({ ...row, ...related });

const postsOf = (graph: Graph, user: number): Row[] =>
  graph.posts
    .filter(({ user_id }) => user_id === user)
    .map((post) => withRelated(post, { comments: commentsOf(graph, post.id), tags: tagsOf(graph, post.id) }));

const commentsOf = (graph: Graph, post: number): Row[] => graph.comments.filter(({ post_id }) => post_id === post);

const tagsOf = (graph: Graph, post: number): Row[] =>
  graph.tags.flatMap((tag) =>
    graph.posts_tags
      .filter(({ post_id, tag_id }) => post_id === post && tag_id === tag.id)
      .map(({ weight }) =>
        withRelated(tag, {
          posts: taggedWith(graph, tag.id),
          _pivot_post_id: post,
          _pivot_tag_id: tag.id,
          _pivot_weight: weight,
        }),
      ),
  );

const taggedWith = (graph: Graph, tag: number): Row[] =>
  graph.posts
    .filter(({ id: post }) => graph.posts_tags.some(({ post_id, tag_id }) => post_id === post && tag_id === tag))
    .map((post) =>
      withRelated(post, {
        user: graph.users.find(({ id: user }) => user === post.user_id) ?? null,
        _pivot_post_id: post.id,
        _pivot_tag_id: tag,
      }),
    );

const by = (column: string) => (qb: Knex.QueryBuilder) => qb.orderBy(column);
const NESTED = {
  posts: by('posts.id'),
  'posts.comments': by('comments.id'),
  'posts.tags': by('tags.id'),
  'posts.tags.posts': by('posts.id'),
  'posts.tags.posts.user': () => undefined,
};

/** How many levels of the graph have parents that point to something. */
function queriesFor(graph: Graph, users: readonly Row[]): number {
  const posts = users.flatMap((user) => user['posts'] as Row[]);
  const tagged = posts.flatMap((post) => post['tags'] as Row[]).flatMap((tag) => tag['posts'] as Row[]);
  const levels = [graph.users, posts, posts, posts.flatMap((post) => post['tags'])];
  const below = tagged.some((post) => post['user_id'] !== null) ? 1 : 0;
  return 1 + levels.filter((level) => level.length > 0).length + below;
}

/** Random graphs of rows: nested eager loading gives what plain arrays give. */
export function graphsSuite(harness: RelationHarness): void {
  let db: Shelf;
  let blog: Blog;
  beforeAll(async () => {
    db = await openRelations(harness);
    blog = await makeBlog(db);
  });
  afterAll(() => db.destroy());

  const store = async (graph: Graph): Promise<void> => {
    for (const table of TABLES) await db.knex(table).delete();
    await fill(db, { ...graph });
  };

  test(
    'from the users down',
    () =>
      fc.assert(
        fc.asyncProperty(graphs, async (graph) => {
          await store(graph);
          const expected = graph.users.map((user) => ({ ...user, posts: postsOf(graph, user.id) }));
          const { value, queries } = await counted(db, async () =>
            blog.User.forge().orderBy('id').fetchAll({ withRelated: NESTED }),
          );
          expect(value.toJSON()).toEqual(expected);
          expect(queries).toBe(queriesFor(graph, expected));
        }),
        { numRuns: 60 },
      ),
    TIMEOUT,
  );

  test(
    'from the comments up',
    () =>
      fc.assert(
        fc.asyncProperty(graphs, async (graph) => {
          await store(graph);
          const list = await blog.Comment.forge().orderBy('id').fetchAll();
          await list.load(['post.user', { 'post.comments': by('comments.id') }]);
          const expected = graph.comments.map((comment) => {
            const post = graph.posts.find(({ id: each }) => each === comment.post_id);
            const user = graph.users.find(({ id: each }) => each === post?.user_id) ?? null;
            return {
              ...comment,
              post: post === undefined ? null : { ...post, user, comments: commentsOf(graph, post.id) },
            };
          });
          expect(list.toJSON()).toEqual(expected);
        }),
        { numRuns: 60 },
      ),
    TIMEOUT,
  );
}
