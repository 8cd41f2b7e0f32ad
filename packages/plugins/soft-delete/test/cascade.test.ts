import { InvalidRelationError } from '@shelf/core';
import { blog, drivers } from './blog.js';

describe.each(drivers)('%s', (driver) => {
  test('a row takes its dependents along, all the way down, at one time', async () => {
    const { User, marked } = await blog(driver);
    const user = await new User({ id: 1 }).destroy();
    expect(user.isDeleted()).toBe(true);
    expect(await marked('users')).toEqual({ 1: '01' });
    expect(await marked('posts')).toEqual({ 1: '01', 2: '01' });
    expect(await marked('comments', 'removed')).toEqual({ 1: '01', 2: '01', 3: '01' });
  });

  test('restore brings back what was deleted with it, and nothing else', async () => {
    const { User, Post, Comment, marked } = await blog(driver);
    await new Comment({ id: 1 }).destroy();
    await new Post({ id: 2 }).destroy();
    await new User({ id: 1 }).destroy();
    const user = await new User({ id: 1 }).fetch({ require: true, withDeleted: true });
    await user.restore();
    expect([user.isDeleted(), user.hasChanged()]).toEqual([false, false]);
    expect(await marked('users')).toEqual({});
    expect(await marked('posts')).toEqual({ 2: '02' });
    expect(await marked('comments', 'removed')).toEqual({ 1: '01', 3: '02' });
  });

  test('by a query', async () => {
    const { User, Post, marked } = await blog(driver);
    await Post.where('title', '<>', 'Three').destroy();
    expect(await marked('posts')).toEqual({ 1: '01', 2: '01' });
    expect(await marked('comments', 'removed')).toEqual({ 1: '01', 2: '01', 3: '01' });
    await Post.where({ title: 'Two' }).restore();
    expect(await marked('posts')).toEqual({ 1: '01' });
    expect(await marked('comments', 'removed')).toEqual({ 1: '01', 2: '01' });
    await User.where({ name: 'Bob' }).destroy();
    expect(await marked('posts')).toEqual({ 1: '01', 3: '02' });
  });
});

test('dependents without dependents or listeners take one statement', async () => {
  const { Post, queries } = await blog();
  queries.length = 0;
  await new Post({ id: 1 }).destroy();
  expect(queries.filter((sql) => sql.startsWith('update'))).toHaveLength(2);
  queries.length = 0;
  await new Post({ id: 1 }).restore();
  expect(queries.filter((sql) => sql.startsWith('update'))).toHaveLength(2);
});

test('those whose class listens are fetched and told', async () => {
  const { db, Comment } = await blog();
  const log: string[] = [];
  class Heard extends Comment {
    override initialize() {
      this.on('destroying destroyed restoring restored', () => log.push(`${this.id}`));
    }
  }
  class Post extends db.Model<{ id: number; deleted_at: Date | null }> {
    static override tableName = 'posts';
    static override softDelete = { cascade: ['comments'] };
    comments() {
      return this.hasMany(Heard);
    }
  }
  await new Post({ id: 1 }).destroy();
  await new Post({ id: 1 }).restore();
  expect(log).toEqual(['1', '1', '2', '2', '1', '1', '2', '2']);
});

test('a failure below undoes all of it, in the models too', async () => {
  const { db, Comment, marked } = await blog();
  class Refusing extends Comment {
    override initialize() {
      this.on('destroying', () => Promise.reject(new Error('kept')));
    }
  }
  class Post extends db.Model<{ id: number; deleted_at: Date | null }> {
    static override tableName = 'posts';
    static override softDelete = { cascade: ['comments'] };
    comments() {
      return this.hasMany(Refusing);
    }
  }
  const post = await new Post({ id: 1 }).fetch({ require: true });
  await expect(post.destroy()).rejects.toThrow('kept');
  expect(post.isDeleted()).toBe(false);
  expect(await marked('posts')).toEqual({});
});

test('in a transaction of the caller it is a savepoint', async () => {
  const { db, User, marked } = await blog();
  await db
    .transaction(async (transacting) => {
      await new User({ id: 1 }).destroy({ transacting });
      await new User({ id: 2 }).destroy({ transacting });
      throw new Error('back');
    })
    .catch(() => undefined);
  expect([await marked('users'), await marked('posts')]).toEqual([{}, {}]);
});

test('a relation’s own query says which rows go along', async () => {
  const { db, Comment, marked } = await blog();
  class Post extends db.Model<{ id: number; deleted_at: Date | null }> {
    static override tableName = 'posts';
    static override softDelete = { cascade: ['drafts'] };
    drafts() {
      return this.hasMany(Comment).query('where', 'text', 'b');
    }
  }
  await new Post({ id: 1 }).destroy();
  expect(await marked('comments', 'removed')).toEqual({ 2: '01' });
});

test('a row that is not there takes nothing along; hardDelete takes nothing along', async () => {
  const { User, marked } = await blog();
  await new User({ id: 9 }).destroy();
  await new User({ id: 1 }).destroy({ hardDelete: true });
  expect(await marked('posts')).toEqual({});
});

test.each<[string, object, string]>([
  ['a name that is no relation', { cascade: ['pots'] }, "Post: softDelete.cascade: 'pots' is no relation of it"],
  ['a method of every model', { cascade: ['clone'] }, "'clone' is no relation of it"],
  ['a class that deletes for good', { cascade: ['tags'] }, "'tags' leads to Tag, which does not delete softly"],
])('%s is refused, and nothing is marked', async (_, softDelete, message) => {
  const { db, Tag, marked } = await blog();
  class Post extends db.Model<{ id: number; deleted_at: Date | null }> {
    static override tableName = 'posts';
    static override softDelete = softDelete;
    tags() {
      return this.hasMany(Tag, 'id');
    }
  }
  const refusal = await new Post({ id: 1 }).destroy().catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(InvalidRelationError);
  expect(String(refusal)).toContain(message);
  expect(await marked('posts')).toEqual({});
});
