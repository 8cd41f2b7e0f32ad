import { blog } from './blog.js';

test('restore takes the mark off, and fires its events', async () => {
  const { Comment, marked, queries } = await blog();
  const comment = await new Comment({ id: 1 }).fetch({ require: true });
  await comment.destroy();
  const log: unknown[] = [];
  comment.on('restoring', (model, options) => log.push(model.isDeleted(), options.query.toQuery()));
  comment.on('restored', (model, response) => log.push(model.isDeleted(), response, model.changed));
  queries.length = 0;
  await comment.restore();
  expect(queries[0]).toMatch(/^update `comments` set `removed` = \? where .* is not null$/);
  expect(log).toEqual([true, expect.stringContaining('comments'), false, 1, { removed: null }]);
  expect([comment.isDeleted(), comment.hasChanged(), await marked('comments', 'removed')]).toEqual([false, false, {}]);
});

test('by a query', async () => {
  const { Comment, marked } = await blog();
  await Comment.where('id', '>', 0).destroy();
  await Comment.where({ post_id: 1 }).restore();
  expect(await marked('comments', 'removed')).toEqual({ 3: '01' });
  await Comment.forge().restore({ all: true });
  expect(await marked('comments', 'removed')).toEqual({});
});

test('where no deleted row is found it rejects, unless told otherwise', async () => {
  const { db, Comment, Post } = await blog();
  for (const Class of [Comment, Post]) {
    await expect(new Class({ id: 1 }).restore()).rejects.toBeInstanceOf(Class.NoRowsUpdatedError);
    await expect(Class.where('id', 99).restore()).rejects.toBeInstanceOf(db.NoRowsUpdatedError);
    expect((await new Class({ id: 1 }).restore({ require: false })).isDeleted()).toBe(false);
    await expect(Class.forge().restore()).rejects.toBeInstanceOf(db.UndefinedBindingError);
  }
});

test('a rolled-back transaction takes it back', async () => {
  const { db, Comment, marked } = await blog();
  const comment = await new Comment({ id: 1 }).destroy();
  const during: boolean[] = [];
  await db
    .transaction(async (transacting) => {
      await comment.restore({ transacting });
      during.push(comment.isDeleted());
      throw new Error('back');
    })
    .catch(() => undefined);
  expect(during).toEqual([false]);
  expect(comment.isDeleted()).toBe(true);
  expect(await marked('comments', 'removed')).toEqual({ 1: '01' });
});
