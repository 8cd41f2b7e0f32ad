import { createShelf, InvalidValueError, PluginMissingError, type PrimaryKey, type Shelf } from '@shelf/core';
import { relations } from '@shelf/relations';
import { softDelete } from '@shelf/soft-delete';
import { sqlite, type SqliteDriver } from '@shelf/sqlite';
import { optimisticLock, StaleModelError } from '../src/index.js';

interface BookRow {
  id: PrimaryKey<number>;
  title: string | null;
  version: number | null;
  deleted_at: Date | null;
}

const drivers: readonly SqliteDriver[] = ['sqlite3', 'better-sqlite3'];
const shelves: Shelf[] = [];
afterEach(async () => {
  await Promise.all(shelves.splice(0).map((db) => db.destroy()));
});

/** Emma with version 1, twice as it is in the database. */
async function shelved(driver: SqliteDriver = 'better-sqlite3') {
  const dialect = sqlite({ filename: ':memory:', driver });
  const db = createShelf({ dialect, plugins: [optimisticLock(), relations(), softDelete()] });
  shelves.push(db);
  await db.knex.schema.createTable('books', (t) => {
    t.increments('id');
    t.string('title').unique();
    t.integer('version');
    t.datetime('deleted_at');
  });
  class Book extends db.Model<BookRow> {
    static override tableName = 'books';
    static override optimisticLock = true;
  }
  await new Book({ title: 'Emma' }).save();
  const [one, other] = [
    await new Book({ id: 1 }).fetch({ require: true }),
    await new Book({ id: 1 }).fetch({ require: true }),
  ];
  const stored = (): Promise<unknown> => db.knex('books').orderBy('id').select('title', 'version');
  return { db, Book, one, other, stored };
}

const faultOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe.each(drivers)('%s', (driver) => {
  test('a version that is null counts as 0, on either side', async () => {
    const { Book, db, stored } = await shelved(driver);
    const reset = (version: number | null): Promise<unknown> => db.knex('books').where({ id: 1 }).update({ version });
    const pairs = [
      [null, null],
      [null, 0],
      [0, null],
      [0, 0],
    ] as const;
    for (const [stands, has] of pairs) {
      await reset(stands);
      await new Book({ id: 1, version: has, title: 'Emma' }).save();
      expect(await stored()).toEqual([{ title: 'Emma', version: 1 }]);
    }
    for (const has of [null, 0]) {
      const stale = await faultOf(new Book({ id: 1, version: has, title: 'x' }).save());
      expect(stale).toMatchObject({ code: 'STALE_MODEL', expected: has, actual: 1 });
    }
    await reset(null);
    await expect(new Book({ id: 1, version: 1, title: 'x' }).save()).rejects.toMatchObject({ code: 'STALE_MODEL' });
    await new Book({ id: 1, version: 0 }).destroy({ hardDelete: true });
    expect(await stored()).toEqual([]);
  });

  test('a query with a limit or a join counts up the rows that it selects, and checks the version of a row', async () => {
    const { Book, one, other, stored, db } = await shelved(driver);
    await new Book({ title: 'Persuasion' }).save();
    await Book.where('id', '>', 0)
      .query((q) => q.orderBy('id', 'desc').limit(1))
      .save({ title: 'last' }, { method: 'update', patch: true });
    expect(await stored()).toEqual([
      { title: 'Emma', version: 1 },
      { title: 'last', version: 2 },
    ]);
    await one.save({ title: 'one' });
    for (const narrow of ['limit', 'join'] as const) {
      other.query((q) => (narrow === 'limit' ? q.limit(1) : q.join('books as o', 'o.id', 'books.id')));
      expect(await faultOf(other.save({ title: 'other' }))).toBeInstanceOf(StaleModelError);
    }
    expect(await db.knex('books').where({ id: 1 }).select('title', 'version')).toEqual([{ title: 'one', version: 2 }]);
  });

  test('the second of two who save is refused, with both versions, and left as it was', async () => {
    const { one, other, stored } = await shelved(driver);
    await one.save({ title: 'one' });
    expect([one.get('version'), one.hasChanged()]).toEqual([2, false]);
    other.set('title', 'other');
    const stale = await faultOf(other.save());
    expect(stale).toBeInstanceOf(StaleModelError);
    expect(stale).toMatchObject({ code: 'STALE_MODEL', model: 'Book', table: 'books', expected: 1, actual: 2 });
    expect([other.get('title'), other.get('version')]).toEqual(['other', 1]);
    expect(await stored()).toEqual([{ title: 'one', version: 2 }]);
    await other.refresh();
    await other.save({ title: 'other' });
    expect(await stored()).toEqual([{ title: 'other', version: 3 }]);
  });

  test('a patch and a delete are refused as well', async () => {
    const { one, other, stored } = await shelved(driver);
    await one.save({ title: 'one' }, { patch: true });
    expect(one.get('version')).toBe(2);
    expect(await faultOf(other.save({ title: 'x' }, { patch: true }))).toBeInstanceOf(StaleModelError);
    expect(await faultOf(other.destroy())).toBeInstanceOf(StaleModelError);
    expect(await stored()).toEqual([{ title: 'one', version: 2 }]);
    await one.destroy({ require: true });
    expect(await stored()).toEqual([]);
  });

  test('a row that is gone is not there, as ever', async () => {
    const { Book, one, other } = await shelved(driver);
    await one.destroy();
    expect(await faultOf(other.clone().save({ title: 'x' }))).toBeInstanceOf(Book.NoRowsUpdatedError);
    expect(await faultOf(other.clone().save({ title: 'x' }, { require: false }))).toBeUndefined();
    expect(await faultOf(other.clone().destroy({ require: true }))).toBeInstanceOf(Book.NoRowsDeletedError);
  });
});

test('a lost race is one whatever `require` says', async () => {
  const { one, other } = await shelved();
  await one.save({ title: 'one' });
  expect(await faultOf(other.save({ title: 'x' }, { require: false }))).toBeInstanceOf(StaleModelError);
});

test('checkVersion: false goes past it, and counts all the same', async () => {
  const { one, other, stored } = await shelved();
  await other.save({ title: 'other' }, { checkVersion: false });
  expect(await stored()).toEqual([{ title: 'other', version: 2 }]);
  expect(await faultOf(one.save({ title: 'one' }))).toBeInstanceOf(StaleModelError);
  await one.destroy({ checkVersion: false, require: true });
  expect(await stored()).toEqual([]);
});

test('a save that changes nothing sends nothing, and a version that was set is not written', async () => {
  const { db, one, stored } = await shelved();
  const queries: string[] = [];
  db.on('query', ({ sql }) => queries.push(sql));
  await one.save();
  await one.save({ version: 7 });
  expect(queries).toEqual([]);
  const again = await one.refresh();
  await again.save({ title: 'x', version: 9 });
  expect([again.get('version'), await stored()]).toEqual([2, [{ title: 'x', version: 2 }]]);
});

test('a version may be brought along, and a row without one begins with 1', async () => {
  const { db, Book, stored } = await shelved();
  await new Book({ id: 1, version: 1, title: 'brought' }).save();
  expect(await faultOf(new Book({ id: 1, version: 1, title: 'late' }).save())).toBeInstanceOf(StaleModelError);
  await db.knex('books').update({ version: null });
  const book = await new Book({ id: 1 }).fetch({ require: true });
  await book.save({ title: 'counted' });
  expect([book.get('version'), await stored()]).toEqual([1, [{ title: 'counted', version: 1 }]]);
  expect(await faultOf(new Book({ id: 1, version: null }).save({ title: 'x' }))).toMatchObject({
    expected: null,
    actual: 1,
  });
});

test('a model that does not know its version is refused before anything is sent', async () => {
  const { db, Book, stored } = await shelved();
  const part = await new Book({ id: 1 }).fetch({ require: true, columns: ['id', 'title'] });
  for (const call of [part.save({ title: 'x' }), new Book({ id: 1 }).destroy()])
    expect(await faultOf(call)).toBeInstanceOf(db.UndefinedBindingError);
  expect(await stored()).toEqual([{ title: 'Emma', version: 1 }]);
});

test('a rolled-back transaction gives the version back; inside it, races are seen', async () => {
  const { db, one, other, stored } = await shelved();
  const faults: unknown[] = [];
  await faultOf(
    db.transaction(async (transacting) => {
      await one.save({ title: 'one' }, { transacting });
      faults.push(await faultOf(other.save({ title: 'other' }, { transacting })), one.get('version'));
      throw new Error('back');
    }),
  );
  expect(faults).toEqual([expect.any(StaleModelError), 2]);
  expect([one.get('version'), one.get('title'), await stored()]).toEqual([1, 'Emma', [{ title: 'Emma', version: 1 }]]);
  await one.save({ title: 'one' });
  expect(one.get('version')).toBe(2);
});

test('handlers see the version change', async () => {
  const { one } = await shelved();
  const seen: unknown[] = [];
  one.on('updated', (model, _response, options) => seen.push(model.changed, options.previousAttributes?.version));
  await one.save({ title: 'one' });
  expect(seen).toEqual([{ title: 'one', version: 2 }, 1]);
});

test('the whole hash may have been handed out', async () => {
  const { one } = await shelved();
  expect(one.attributes.version).toBe(1);
  await one.save({ title: 'one' });
  expect([one.get('version'), one.changed]).toEqual([2, {}]);
});

test('saveAll gives new rows their version, and counts changed ones up', async () => {
  const { Book, one, stored } = await shelved();
  const books = Book.collection([one, { title: 'Persuasion' }, { title: 'Sanditon', version: 5 }]);
  one.set('title', 'changed');
  await books.saveAll();
  expect(books.pluck('version')).toEqual([2, 1, 5]);
  expect(await stored()).toEqual([
    { title: 'changed', version: 2 },
    { title: 'Persuasion', version: 1 },
    { title: 'Sanditon', version: 5 },
  ]);
});

test('updates of a query count every row up, and alternatives in one do not lead past the version', async () => {
  const { Book, one, other, stored } = await shelved();
  await new Book({ title: 'Persuasion' }).save();
  await Book.where('id', '>', 0).save({ deleted_at: null }, { patch: true, method: 'update' });
  expect(await stored()).toMatchObject([{ version: 2 }, { version: 2 }]);
  expect(await faultOf(one.save({ title: 'x' }))).toBeInstanceOf(StaleModelError);
  const loose = other.query('where', 'id', 1).query('orWhere', 'id', 2);
  expect(await faultOf(loose.save({ title: 'x' }))).toBeInstanceOf(StaleModelError);
});

test('an upsert counts up where the row is there', async () => {
  const { Book, one } = await shelved();
  const book = await Book.upsert({ title: 'Emma' }, { conflict: 'title', update: ['title'] });
  expect([book.id, book.get('version')]).toEqual([1, 2]);
  expect((await Book.upsert({ title: 'New' }, { conflict: 'title' })).get('version')).toBe(1);
  expect(await faultOf(one.save({ title: 'x' }))).toBeInstanceOf(StaleModelError);
});

test('with soft delete: destroy and restore are checked, and count up', async () => {
  const { db, stored } = await shelved();
  class Soft extends db.Model<BookRow> {
    static override tableName = 'books';
    static override optimisticLock = 'version';
    static override softDelete = true;
  }
  const [one, other] = [
    await new Soft({ id: 1 }).fetch({ require: true }),
    await new Soft({ id: 1 }).fetch({ require: true }),
  ];
  await one.save({ title: 'one' });
  expect(await faultOf(other.destroy())).toBeInstanceOf(StaleModelError);
  await one.destroy();
  expect([one.get('version'), one.isDeleted(), one.hasChanged()]).toEqual([3, true, false]);
  expect(await faultOf(other.save({ title: 'x' }))).toBeInstanceOf(db.NoRowsUpdatedError);
  await one.restore();
  expect([one.get('version'), await stored()]).toEqual([4, [{ title: 'one', version: 4 }]]);
});

test('a class that does not opt in is not checked; one that says nonsense is refused', async () => {
  const { db, stored } = await shelved();
  class Free extends db.Model<BookRow> {
    static override tableName = 'books';
  }
  await new Free({ id: 1 }).save({ title: 'free' }, { patch: true });
  expect(await stored()).toEqual([{ title: 'free', version: 1 }]);
  const Wrong = db.Model.extend({ tableName: 'books', optimisticLock: '' });
  expect(await faultOf((async () => Wrong.fetchAll())())).toBeInstanceOf(InvalidValueError);
  expect(() => db.plugin(optimisticLock())).toThrow(PluginMissingError);
});
