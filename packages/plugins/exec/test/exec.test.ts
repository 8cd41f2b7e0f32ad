import { createShelf, type Plugin, type PrimaryKey, type Shelf } from '@shelf/core';
import { relations } from '@shelf/relations';
import { sqlite } from '@shelf/sqlite';
import { exec } from '../src/index.js';

const open: Shelf[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((db) => db.destroy()));
});

async function newShelf(plugins: readonly Plugin[] = [relations(), exec()]) {
  const db = createShelf({
    dialect: sqlite({ filename: ':memory:', driver: 'better-sqlite3' }),
    plugins,
    ambient: true,
  });
  open.push(db);
  await db.knex.schema.createTable('notes', (t) => {
    t.increments('id');
    t.string('text').unique();
  });
  class Note extends db.Model<{ id: PrimaryKey<number>; text: string }> {
    static override tableName = 'notes';
  }
  return { db, Note };
}

test('a callback gets the value or the error, once', async () => {
  const { Note } = await newShelf();
  const saved = jest.fn();
  const note = await new Note({ text: 'a' }).save().exec(saved);
  await new Promise((resolve) => setImmediate(resolve));
  expect(saved.mock.calls).toEqual([[null, note]]);
  for (const name of ['exec', 'nodeify', 'asCallback'] as const) {
    const failed = await new Promise((resolve) => {
      void new Note({ text: 'a' }).save()[name]((...args) => resolve(args));
    });
    expect(failed).toEqual([expect.objectContaining({ code: 'UNIQUE_VIOLATION' })]);
  }
  expect(() => Note.count().exec(5 as never)).toThrow(/A callback is a function/);
});

test('spread gives the members of a list', async () => {
  const { Note } = await newShelf();
  const promise = Note.collection([{ text: 'a' }]).mapThen(() => 5);
  const args = await new Promise((resolve) => {
    void promise.asCallback((...all: unknown[]) => resolve(all), { spread: true });
  });
  expect(args).toEqual([null, 5]);
});

test('Bluebird’s chain; then and catch go on with it, a filtered catch too', async () => {
  const { Note, db } = await newShelf();
  await new Note({ text: 'a' }).save();
  const seen = jest.fn();
  expect(
    await Note.fetchAll()
      .then((notes) => notes.models)
      .tap(seen)
      .map(() => 1),
  ).toEqual([1]);
  expect(seen).toHaveBeenCalledTimes(1);
  const missing = new Note({ id: 9 }).fetch({ require: true });
  // oxlint-disable-next-line promise/valid-params -- Bluebird's, with the class of the errors
  expect(await missing.catch(db.EmptyError, () => 'empty').catch(Note.NotFoundError, () => 'missing')).toBe('missing');
  expect(
    await Note.count()
      .bind({ n: 2 })
      .then(function (this: unknown) {
        return (this as { n: number }).n;
      }),
  ).toBe(2);
});

test('ambient transactions hold in the chain', async () => {
  const { Note, db } = await newShelf();
  const undone = db.transaction(async () => {
    await Note.count()
      .tap(() => new Note({ text: 'a' }).save())
      .tap(() => new Note({ text: 'b' }).save());
    throw new Error('undo');
  });
  await expect(undone).rejects.toThrow('undo');
  expect(await Note.count()).toBe(0);
});

test('ambient transactions hold in a callback', async () => {
  const { Note, db } = await newShelf();
  const undone = db.transaction(async () => {
    await new Promise<void>((resolve, reject) => {
      void new Note({ text: 'a' }).save().exec((error) => {
        if (error !== null) return reject(error);
        void new Note({ text: 'b' }).save().exec((failure) => (failure === null ? resolve() : reject(failure)));
      });
    });
    throw new Error('undo');
  });
  await expect(undone).rejects.toThrow('undo');
  expect(await Note.count()).toBe(0);
});

test('a stack trace names the caller', async () => {
  const { Note } = await newShelf();
  async function whoAsks(): Promise<unknown> {
    const note = await new Note({ id: 9 }).fetch({ require: true });
    return note;
  }
  await expect(whoAsks()).rejects.toMatchObject({ stack: expect.stringContaining('whoAsks') });
});

test('of two shelves at once, each has what it was made with', async () => {
  const [{ Note: Plain }, { Note: Chained }] = [await newShelf([relations()]), await newShelf()];
  const [plain, chained] = [Plain.count(), Chained.count()];
  expect([Object.hasOwn(Promise.prototype, 'exec'), 'exec' in plain, 'exec' in chained]).toEqual([false, false, true]);
  await Promise.all([plain, chained]);
});

test('in either order with relations; a shelf without it has native promises', async () => {
  const limit = Error.stackTraceLimit;
  for (const plugins of [
    [relations(), exec()],
    [exec(), relations()],
  ]) {
    const { db, Note } = await newShelf(plugins);
    const note = await new Note({ text: 'a' }).save();
    const promises = [
      note.fetch(),
      note.load([]),
      Note.collection().load([]),
      Note.count(),
      db.triggerThen('x'),
      note.triggerThen('change', note, {}),
      db.transaction(async () => 1),
    ];
    for (const promise of promises) {
      expect(promise).toBeInstanceOf(Promise);
      expect(typeof promise.exec).toBe('function');
    }
    await Promise.all(promises);
  }
  const { Note } = await newShelf([relations()]);
  const native = Note.count();
  expect(Object.getPrototypeOf(native)).toBe(Promise.prototype);
  await native;
  expect(Error.stackTraceLimit).toBe(limit);
});

test('methods of models that a class overrides as async have it too', async () => {
  const { Note } = await newShelf();
  const heard: string[] = [];
  const save = Note.prototype.save as () => Promise<unknown>;
  // As JavaScript has it; in TypeScript an `async` method returns a native promise, which does not fit the overridden one.
  class Kept extends Note {}
  Object.assign(Kept.prototype, {
    async save(this: unknown) {
      heard.push('save');
      return save.call(this);
    },
  });
  class Noted extends Kept {}
  Object.assign(Noted.prototype, { refresh: async () => 7 });
  const note = new Noted({ text: 'a' });
  expect(await note.save().tap(() => heard.push('tap'))).toBe(note);
  const callback = jest.fn();
  await note.refresh().exec(callback);
  await new Promise((resolve) => setImmediate(resolve));
  expect([heard, callback.mock.calls]).toEqual([['save', 'tap'], [[null, 7]]]);
});

test('what goes on with a promise of the shelf has it without more', async () => {
  const { db } = await newShelf();
  const Note = db.Model.extend({
    tableName: 'notes',
    archive() {
      return this.save({ text: 'archived' } as never).then(() => 'done');
    },
  });
  const note = new Note() as InstanceType<typeof Note> & { archive(): ReturnType<typeof db.transaction<string>> };
  expect(await note.archive().tap(() => 1)).toBe('done');
});
