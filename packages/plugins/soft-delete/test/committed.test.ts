import { blog } from './blog.js';

/** The classes of the blog, whose models write down what they hear. */
async function heard() {
  const made = await blog();
  const log: string[] = [];
  for (const Class of [made.User, made.Post, made.Comment])
    Class.prototype.initialize = function (this: { on(event: string, handler: () => unknown): unknown }) {
      for (const event of ['destroyed', 'restored', 'committed', 'rolledback'])
        this.on(event, async () => {
          await Promise.resolve();
          log.push(`${Class.name} ${event}`);
        });
    };
  return { ...made, log };
}

test('marking, unmarking and deleting a row: committed after the after-events', async () => {
  const { Comment, log } = await heard();
  const said = async (write: () => PromiseLike<unknown>): Promise<string> => {
    log.length = 0;
    await write();
    return log.join();
  };
  const comment = new Comment({ id: 1 });
  expect(await said(() => comment.destroy())).toBe('Comment destroyed,Comment committed');
  expect(await said(() => comment.restore())).toBe('Comment restored,Comment committed');
  expect(await said(() => Comment.where({ post_id: 1 }).destroy())).toBe('Comment destroyed,Comment committed');
  expect(await said(() => Comment.where({ post_id: 1 }).restore())).toBe('Comment restored,Comment committed');
  expect(await said(() => comment.destroy({ hardDelete: true }))).toBe('Comment destroyed,Comment committed');
});

test('not where there was no row to mark', async () => {
  const { Comment, log } = await heard();
  await Comment.where({ post_id: 99 }).destroy();
  await new Comment({ id: 99 }).restore({ require: false });
  expect(log).toEqual(['Comment destroyed', 'Comment restored']);
});

test('with a cascade, once all is written; and rolledback', async () => {
  const { db, User, log } = await heard();
  await new User({ id: 2 }).destroy();
  const committed = log.filter((each) => each.endsWith('committed'));
  expect(committed).toEqual(expect.arrayContaining(['User committed', 'Post committed']));
  expect(log.slice(-committed.length)).toEqual(committed);
  log.length = 0;
  const undone = db.transaction(async (transacting) => {
    await new User({ id: 1 }).destroy({ transacting });
    throw new Error('back');
  });
  await expect(undone).rejects.toThrow('back');
  expect(log).toContain('User rolledback');
  expect(log.join()).not.toMatch('committed');
});
