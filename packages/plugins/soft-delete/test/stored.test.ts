import { blog, drivers } from './blog.js';

describe.each(drivers)('%s: what goes along follows the stored row, not what the model was set to since', (driver) => {
  test('a changed key', async () => {
    const { User, marked } = await blog(driver);
    const user = await new User({ id: 1 }).fetch({ require: true });
    user.set('id', 2);
    await user.destroy();
    expect([await marked('users'), await marked('posts')]).toEqual([{ 1: '01' }, { 1: '01', 2: '01' }]);
    expect(user.changed).toEqual({ id: 2 });
    await user.restore();
    expect([await marked('users'), await marked('posts')]).toEqual([{}, {}]);
  });

  test('a key that was taken off', async () => {
    const { User, marked } = await blog(driver);
    const user = await new User({ id: 1 }).fetch({ require: true });
    await user.unset('id').destroy();
    expect([await marked('users'), await marked('posts')]).toEqual([{ 1: '01' }, { 1: '01', 2: '01' }]);
    await user.restore();
    expect([await marked('users'), await marked('posts')]).toEqual([{}, {}]);
  });

  test('another column that a relation goes by, changed or never fetched', async () => {
    const { db, Post, marked } = await blog(driver);
    class Author extends db.Model<{ id: number; user_id: number; title: string; deleted_at: Date | null }> {
      static override tableName = 'posts';
      static override softDelete = { cascade: ['siblings'] };
      siblings() {
        return this.hasMany(Post, 'user_id', 'user_id');
      }
    }
    const author = await new Author({ id: 1 }).fetch({ require: true });
    await author.set('user_id', 2).destroy();
    expect(await marked('posts')).toEqual({ 1: '01', 2: '01' });
    await new Author({ id: 1 }).restore();
    expect(await marked('posts')).toEqual({});
    await new Author({ id: 3 }).destroy();
    expect(await marked('posts')).toEqual({ 3: '02' });
  });

  test('in a table that the model itself names', async () => {
    const { db, Comment, marked } = await blog(driver);
    class Draft extends db.Model<{ id: number; deleted_at: Date | null }> {
      static override tableName = 'drafts';
      static override softDelete = { cascade: ['comments'] };
      comments() {
        return this.hasMany(Comment);
      }
    }
    const tableName = 'posts';
    await new Draft({ id: 1 }, { tableName }).destroy();
    expect([await marked('posts'), await marked('comments', 'removed')]).toEqual([{ 1: '01' }, { 1: '01', 2: '01' }]);
    await new Draft({ id: 1 }, { tableName }).restore();
    expect([await marked('posts'), await marked('comments', 'removed')]).toEqual([{}, {}]);
    await new Draft({}, { tableName }).where({ id: 2 }).destroy();
    expect([await marked('posts'), await marked('comments', 'removed')]).toEqual([{ 2: '02' }, { 3: '02' }]);
  });

  test('rows that a handler of destroying has left out', async () => {
    const { Post, marked } = await blog(driver);
    const posts = Post.where('id', '<', 3);
    posts.on('destroying', (_, options) => void options.query.where('title', 'Two'));
    await posts.destroy();
    expect([await marked('posts'), await marked('comments', 'removed')]).toEqual([{ 2: '01' }, { 3: '01' }]);
  });
});

test('nothing is read and nothing sent where neither a key nor a condition says which rows', async () => {
  const { db, Post, queries } = await blog();
  queries.length = 0;
  for (const [done, refused] of [
    ['destroyed', () => Post.forge().destroy()],
    ['destroyed', () => Post.forge().destroy({ withDeleted: true })],
    ['restored', () => Post.forge().restore()],
    [
      'restored',
      () =>
        Post.forge()
          .query((builder) => void builder.where(() => undefined))
          .restore(),
    ],
  ] as const) {
    const refusal = await refused().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(db.UndefinedBindingError);
    expect(String(refusal)).toContain(
      `Post of table 'posts' cannot be ${done}: it has neither a key nor a where clause`,
    );
  }
  await expect(Post.where({}).destroy()).rejects.toThrow('where() got an empty object');
  expect(queries).toEqual([]);
});

test('{ all: true } means every row, and what goes along with each', async () => {
  const { Post, marked } = await blog();
  await Post.forge().destroy({ all: true });
  expect([await marked('posts'), await marked('comments', 'removed')]).toEqual([
    { 1: '01', 2: '01', 3: '01' },
    { 1: '01', 2: '01', 3: '01' },
  ]);
  await Post.forge().restore({ all: true });
  expect([await marked('posts'), await marked('comments', 'removed')]).toEqual([{}, {}]);
});

describe('the first deletion’s time stays', () => {
  test('where the call sees deleted rows', async () => {
    const { db, Comment, Post, marked } = await blog();
    await new Comment({ id: 1 }).destroy();
    await new Comment({ id: 1 }).destroy({ withDeleted: true });
    await new Comment({ id: 1 }).destroy({ onlyDeleted: true });
    await Comment.where({ post_id: 1 }).destroy({ withDeleted: true });
    expect(await marked('comments', 'removed')).toEqual({ 1: '01', 2: '04' });
    await expect(new Comment({ id: 1 }).destroy({ withDeleted: true, require: true })).rejects.toBeInstanceOf(
      db.NoRowsDeletedError,
    );
    await new Post({ id: 1 }).destroy();
    await new Comment({ post_id: 1, text: 'd' }).save();
    await Post.where('id', '<', 3).destroy({ withDeleted: true });
    expect(await marked('posts')).toEqual({ 1: '06', 2: '07' });
    expect(await marked('comments', 'removed')).toEqual({ 1: '01', 2: '04', 3: '07' });
  });

  test('where it sees deleted rows alone', async () => {
    const { Post, marked } = await blog();
    await new Post({ id: 1 }).destroy();
    await Post.where('id', '>', 0).destroy({ onlyDeleted: true });
    expect([await marked('posts'), await marked('comments', 'removed')]).toEqual([{ 1: '01' }, { 1: '01', 2: '01' }]);
  });
});

test('an upsert leaves a deleted row alone, unless the call sees deleted rows', async () => {
  const { db, Comment } = await blog();
  const text = (): Promise<unknown[]> => db.knex('comments').where({ id: 1 }).pluck('text');
  await new Comment({ id: 1 }).destroy();
  const row = { id: 1, post_id: 1, text: 'taken' };
  for (const options of [{ conflict: 'id' }, { conflict: 'id', update: [] }] as const)
    await expect(Comment.upsert(row, options)).rejects.toBeInstanceOf(db.UniqueViolationError);
  expect(await text()).toEqual(['a']);
  const taken = await Comment.upsert(row, { conflict: 'id', withDeleted: true });
  expect([taken.isDeleted(), await text()]).toEqual([true, ['taken']]);
  const back = await Comment.upsert({ ...row, removed: null }, { conflict: 'id', withDeleted: true });
  expect([back.isDeleted(), await Comment.where('id', 1).count()]).toEqual([false, 1]);
});

test('out of the scopes a deleted row is seen, and keeps its mark all the same', async () => {
  const { Comment, marked } = await blog();
  await new Comment({ id: 1 }).destroy();
  expect([await Comment.count({ scopes: false }), await Comment.unscoped().count()]).toEqual([3, 3]);
  await Comment.unscoped().where('id', '<', 3).destroy();
  await Comment.where('id', '>', 0).destroy({ scopes: false });
  const marks = await marked('comments', 'removed');
  expect(marks).toEqual({ 1: '01', 2: '02', 3: '03' });
  await Comment.unscoped().where('id', 1).restore();
  expect(await marked('comments', 'removed')).toEqual({ 2: '02', 3: '03' });
  await expect(new Comment({ id: 1 }).restore({ scopes: false })).rejects.toMatchObject({ code: 'NO_ROWS_UPDATED' });
});
