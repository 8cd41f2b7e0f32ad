import { blog, drivers } from './blog.js';

/** Ada's second post is deleted, and comment a of the first. */
async function pruned(driver?: (typeof drivers)[number]) {
  const made = await blog(driver);
  await made.db.knex('posts').where({ id: 2 }).update({ deleted_at: '2026-01-01T00:00:00.000Z' });
  await made.db.knex('comments').where({ id: 1 }).update({ removed: '2026-01-01T00:00:00.000Z' });
  return made;
}

const titles = (posts: { pluck(name: 'title'): unknown[] } | null) => posts?.pluck('title');

describe.each(drivers)('%s', (driver) => {
  test('every way of reading leaves deleted rows out', async () => {
    const { db, Post } = await pruned(driver);
    expect(await new Post({ id: 2 }).fetch()).toBeNull();
    expect(await new Post({ title: 'Two' }).fetch()).toBeNull();
    await expect(new Post({ id: 2 }).refresh()).rejects.toBeInstanceOf(db.NotFoundError);
    expect(titles(await Post.fetchAll())).toEqual(['One', 'Three']);
    expect(titles(await Post.collection().fetch())).toEqual(['One', 'Three']);
    expect(await Post.collection().query('where', 'id', 2).fetchOne()).toBeNull();
    expect(await Post.count()).toBe(2);
    expect(await Post.where('user_id', 1).count('title')).toBe(1);
    const page = await Post.forge().orderBy('id').fetchPage({ pageSize: 1 });
    expect([titles(page), page.pagination.rowCount]).toEqual([['One'], 2]);
    expect(titles(await Post.where('id', 2).query('orWhere', 'id', 3).fetchAll())).toEqual(['Three']);
  });

  test('withDeleted shows them too, onlyDeleted shows them alone', async () => {
    const { Post } = await pruned(driver);
    const post = await new Post({ id: 2 }).fetch({ require: true, withDeleted: true });
    expect(post.isDeleted()).toBe(true);
    expect(titles(await Post.fetchAll({ withDeleted: true }))).toEqual(['One', 'Two', 'Three']);
    expect(titles(await Post.fetchAll({ onlyDeleted: true }))).toEqual(['Two']);
    expect([await Post.count({ withDeleted: true }), await Post.count({ onlyDeleted: true })]).toEqual([3, 1]);
    const page = await Post.forge().fetchPage({ onlyDeleted: true });
    expect([titles(page), page.pagination.rowCount]).toEqual([['Two'], 1]);
    expect(await new Post({ id: 1 }).fetch({ onlyDeleted: true })).toBeNull();
  });

  test('related rows, lazily and eagerly', async () => {
    const { User, Post, Comment } = await pruned(driver);
    expect(titles(await new User({ id: 1 }).posts().fetch())).toEqual(['One']);
    expect(await new User({ id: 1 }).posts().count()).toBe(1);
    const user = await new User({ id: 1 }).fetch({ require: true, withRelated: ['posts.comments'] });
    expect(user.toJSON().posts?.map(({ title, comments }) => [title, comments?.map(({ text }) => text)])).toEqual([
      ['One', ['b']],
    ]);
    const comment = await new Comment({ id: 3 }).fetch({ require: true, withRelated: ['post'] });
    expect(comment.toJSON().post).toBeNull();
    expect(await comment.post().fetch()).toBeNull();
    const all = await new User({ id: 1 }).fetch({ require: true, withRelated: ['posts.comments'], withDeleted: true });
    expect(all.related('posts').map((post) => post.related('comments').length)).toEqual([2, 1]);
    const post = await new Post({ id: 1 }).fetch({ require: true });
    await post.load(['comments'], { withDeleted: true });
    expect(post.related('comments').length).toBe(2);
  });

  test('through, past deleted rows between', async () => {
    const { db, User, Post, Tag } = await pruned(driver);
    expect((await new User({ id: 1 }).comments().fetch()).pluck('text')).toEqual(['b']);
    const users = await User.fetchAll({ withRelated: ['comments'] });
    expect(users.map((user) => user.related('comments').pluck('text'))).toEqual([['b'], []]);
    expect((await new User({ id: 1 }).comments().fetch({ withDeleted: true })).length).toBe(3);
    expect((await new Post({ id: 1 }).tags().fetch()).length).toBe(1);
    await db.knex('labels').update({ deleted_at: '2026-01-01T00:00:00.000Z' });
    expect((await new Post({ id: 1 }).tags().fetch()).length).toBe(0);
    expect((await new Tag({ id: 1 }).fetch({ require: true, withRelated: ['posts'] })).related('posts').length).toBe(0);
  });

  test('counts and existence of related rows', async () => {
    const { User } = await pruned(driver);
    const users = await User.fetchAll({ withCount: ['posts', 'comments'] });
    expect(users.map((user) => user.toJSON())).toMatchObject([
      { posts_count: 1, comments_count: 1 },
      { posts_count: 1, comments_count: 0 },
    ]);
    const having = (title: string) => User.whereHas('posts', (qb) => qb.where('title', title));
    expect([await having('One').count(), await having('Two').count()]).toEqual([1, 0]);
    expect(await having('Two').count({ withDeleted: true })).toBe(1);
    expect(await User.whereHas('posts.comments').count()).toBe(1);
    expect(await User.whereDoesntHave('comments', (qb) => qb.where('text', 'c')).count()).toBe(2);
  });

  test('a bin shows deleted rows with their related rows as ever', async () => {
    const { Post } = await pruned(driver);
    const bin = await Post.whereHas('user').fetchAll({
      onlyDeleted: true,
      withRelated: ['user'],
      withCount: ['comments'],
    });
    expect(bin.toJSON()).toMatchObject([{ title: 'Two', user: { name: 'Ada' }, comments_count: 1 }]);
  });
});

test('a save finds no deleted row, unless it may', async () => {
  const { db, Post } = await pruned();
  const post = await new Post({ id: 2 }).fetch({ require: true, withDeleted: true });
  await expect(post.save({ title: 'changed' })).rejects.toBeInstanceOf(db.NoRowsUpdatedError);
  expect(post.get('title')).toBe('Two');
  await post.save({ title: 'changed' }, { withDeleted: true });
  expect(await db.knex('posts').where({ id: 2 }).pluck('title')).toEqual(['changed']);
});

test('detach marks the rows of a join table whose class deletes softly; attach and syncPivot go on', async () => {
  const { db, Post, Tag } = await pruned();
  const post = await new Post({ id: 1 }).fetch({ require: true, withRelated: ['tags'] });
  const tag = await new Tag({ name: 'y' }).save();
  await post.tags().detach(1);
  expect(await db.knex('labels').whereNotNull('deleted_at').pluck('tag_id')).toEqual([1]);
  expect(await post.tags().syncPivot([tag])).toMatchObject({ attached: [2], detached: [], kept: [] });
  expect((await post.tags().fetch()).pluck('name')).toEqual(['y']);
  await post.tags().attach(1);
  expect((await post.tags().orderBy('id').fetch()).pluck('name')).toEqual(['x', 'y']);
});

test('fetches in one tick share a query here too', async () => {
  const { User, queries } = await pruned();
  const users = await User.fetchAll();
  queries.length = 0;
  const posts = await Promise.all(users.map((user) => user.related('posts').fetch()));
  expect([posts.map(titles), queries.length]).toEqual([[['One'], ['Three']], 1]);
});

test('a unique index that leaves deleted rows out can be used again', async () => {
  const { db } = await pruned();
  await db.knex.raw('create unique index one_title on posts (title) where deleted_at is null');
  class Post extends db.Model<{ id: number; title: string }> {
    static override tableName = 'posts';
    static override softDelete = true;
  }
  await new Post({ title: 'Two' }).save();
  await expect(new Post({ title: 'Two' }).save()).rejects.toBeInstanceOf(db.UniqueViolationError);
  await expect(new Post({ id: 2 }).restore()).rejects.toBeInstanceOf(db.UniqueViolationError);
});

test('beside scopes of the class, in both forms of classes, in a schema', async () => {
  const { db } = await pruned();
  const Post = db.Model.extend({
    tableName: 'posts',
    softDelete: true,
    scopes: [{ name: 'of Ada', constrain: (query, { table }) => void query.where(`${table}.user_id`, 1) }],
  });
  expect((await Post.fetchAll()).pluck('title')).toEqual(['One']);
  expect((await Post.fetchAll({ withSchema: 'main' })).pluck('title')).toEqual(['One']);
  class Kept extends Post {
    static override softDelete = false;
  }
  expect((await Kept.fetchAll()).pluck('title')).toEqual(['One', 'Two']);
});

test('the builder that a model hands out leaves deleted rows out, and deletes for good what is there', async () => {
  const { db, Post } = await pruned();
  expect(await Post.query().orderBy('id').pluck('title')).toEqual(['One', 'Three']);
  expect(await Post.query().count({ n: '*' })).toEqual([{ n: 2 }]);
  expect(await Post.unscoped().query().count({ n: '*' })).toEqual([{ n: 3 }]);
  const seen: number[] = [];
  for await (const row of Post.query().orderBy('id').stream()) seen.push((row as { id: number }).id);
  expect(seen).toEqual([1, 3]);
  expect(await Post.query().where('id', '>', 1).update({ title: 'kept' })).toBe(1);
  expect(await Post.query().where('id', '>', 1).del()).toBe(1);
  expect(await db.knex('posts').orderBy('id').pluck('title')).toEqual(['One', 'Two']);
});
