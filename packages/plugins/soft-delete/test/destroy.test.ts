import { blog, drivers } from './blog.js';

const faultOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe.each(drivers)('%s', (driver) => {
  test('destroy marks the row, and the model keeps what it knows', async () => {
    const { Comment, marked, queries } = await blog(driver);
    const comment = await new Comment({ id: 2 }).fetch({ require: true });
    queries.length = 0;
    await comment.destroy();
    expect(queries).toEqual([
      'update `comments` set `removed` = ? where `comments`.`id` = ? and `comments`.`removed` is null',
    ]);
    expect(await marked('comments', 'removed')).toEqual({ 2: '01' });
    expect(comment.isDeleted()).toBe(true);
    expect(comment.get('removed')).toEqual(new Date(1000));
    expect([comment.id, comment.isNew(), comment.hasChanged()]).toEqual([2, false, false]);
  });

  test('a row that is marked already counts as not there', async () => {
    const { db, Comment, marked } = await blog(driver);
    await new Comment({ id: 2 }).destroy();
    const again = await new Comment({ id: 2 }).destroy();
    expect(again.isDeleted()).toBe(false);
    expect(await faultOf(new Comment({ id: 2 }).destroy({ require: true }))).toBeInstanceOf(db.NoRowsDeletedError);
    expect(await marked('comments', 'removed')).toEqual({ 2: '01' });
  });

  test('by a query', async () => {
    const { Comment, marked } = await blog(driver);
    await new Comment({ id: 1 }).destroy();
    const rows = await Comment.where({ post_id: 1 }).destroy();
    expect(rows.attributes).toEqual({});
    expect(await marked('comments', 'removed')).toEqual({ 1: '01', 2: '02' });
  });

  test('by a query with a limit, or with a join', async () => {
    const { Comment, marked } = await blog(driver);
    await Comment.where('id', '>', 0)
      .query((q) => q.orderBy('id', 'desc').limit(1))
      .destroy();
    expect(await marked('comments', 'removed')).toEqual({ 3: '01' });
    await Comment.where({ post_id: 1 })
      .query((q) => q.join('posts', 'posts.id', 'comments.post_id').orderBy('comments.id').limit(1))
      .destroy();
    expect(await marked('comments', 'removed')).toEqual({ 1: '02', 3: '01' });
    await Comment.where('id', '>', 0)
      .query((q) => q.orderBy('id', 'desc').limit(1))
      .restore();
    expect(await marked('comments', 'removed')).toEqual({ 1: '02' });
  });

  test('the time may be said', async () => {
    const { Comment, marked } = await blog(driver);
    const comment = await new Comment({ id: 1 }).destroy({ date: new Date(42_000) });
    expect(comment.get('removed')).toEqual(new Date(42_000));
    expect(await marked('comments', 'removed')).toEqual({ 1: '42' });
  });

  test('hardDelete removes the row, marked or not, and clears the model', async () => {
    const { db, Comment } = await blog(driver);
    await new Comment({ id: 1 }).destroy();
    const gone = await new Comment({ id: 1 }).destroy({ hardDelete: true, require: true });
    expect(gone.isNew()).toBe(true);
    await new Comment({ id: 2 }).destroy({ hardDelete: true });
    expect(await db.knex('comments').pluck('id')).toEqual([3]);
  });

  test('hardDelete with onlyDeleted empties the bin', async () => {
    const { db, Comment } = await blog(driver);
    await new Comment({ id: 1 }).destroy();
    await new Comment().destroy({ hardDelete: true, onlyDeleted: true, all: true });
    expect(await db.knex('comments').orderBy('id').pluck('id')).toEqual([2, 3]);
  });
});

test('without a key and without a condition nothing is marked', async () => {
  const { db, Comment, marked } = await blog();
  expect(await faultOf(Comment.forge().destroy({ withDeleted: true }))).toBeInstanceOf(db.UndefinedBindingError);
  expect(await marked('comments', 'removed')).toEqual({});
});

test('destroying and destroyed fire, and saving does not', async () => {
  const { Comment } = await blog();
  const log: unknown[] = [];
  const comment = await new Comment({ id: 1 }).fetch({ require: true });
  comment.on('all', (event: string) => log.push(event));
  comment.on('destroying', (_, options) => log.push(options.query.toQuery().includes('comments')));
  comment.on('destroyed', (model, response, { previousAttributes }) =>
    log.push(response, model.get('removed'), model.changed, previousAttributes?.removed),
  );
  await comment.destroy();
  const at = new Date(1000);
  expect(log).toEqual([true, 'destroying', 1, at, { removed: at }, null, 'destroyed', 'committed']);
});

test('a handler of destroying that fails cancels it', async () => {
  const { Comment, marked } = await blog();
  const comment = await new Comment({ id: 1 }).fetch({ require: true });
  comment.on('destroying', () => Promise.reject(new Error('no')));
  await expect(comment.destroy()).rejects.toThrow('no');
  expect(comment.isDeleted()).toBe(false);
  expect(await marked('comments', 'removed')).toEqual({});
});

test('other changes of the model stay changes', async () => {
  const { db, Comment } = await blog();
  const comment = await new Comment({ id: 1 }).fetch({ require: true });
  comment.set('text', 'changed');
  await comment.destroy();
  expect(comment.changed).toEqual({ text: 'changed' });
  expect(await db.knex('comments').where({ id: 1 }).pluck('text')).toEqual(['a']);
});

test('a rolled-back transaction takes it back, in the model too', async () => {
  const { db, Comment, marked } = await blog();
  const comment = await new Comment({ id: 1 }).fetch({ require: true });
  await faultOf(
    db.transaction(async (transacting) => {
      await comment.destroy({ transacting });
      expect(comment.isDeleted()).toBe(true);
      throw new Error('back');
    }),
  );
  expect(comment.isDeleted()).toBe(false);
  expect(await marked('comments', 'removed')).toEqual({});
});

test('a class that does not opt in deletes for good', async () => {
  const { db, Tag } = await blog();
  const tag = await new Tag({ id: 1 }).destroy();
  expect([tag.isNew(), tag.isDeleted()]).toEqual([true, false]);
  expect(await db.knex('tags')).toEqual([]);
  expect(await faultOf(new Tag({ id: 1 }).restore())).toBeInstanceOf(db.InvalidValueError);
});

test('a mark under another name, by parse and format', async () => {
  const { Comment, marked } = await blog();
  class Remark extends Comment {
    override parse({ removed, ...row }: Record<string, unknown>) {
      return { ...row, gone: removed } as object;
    }
    override format({ gone, ...row }: Record<string, unknown>) {
      return { ...row, ...(gone === undefined ? {} : { removed: gone }) };
    }
  }
  const remark = await new Remark({ id: 1 }).fetch({ require: true });
  await remark.destroy();
  expect([remark.isDeleted(), await marked('comments', 'removed')]).toEqual([true, { 1: '01' }]);
  await remark.restore();
  expect([remark.isDeleted(), await marked('comments', 'removed')]).toEqual([false, {}]);
});
