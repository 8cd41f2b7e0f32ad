import { library } from './library.js';

/** The library, and a transaction of it that does some work and is rolled back. */
async function undoing(options = {}) {
  const made = await library(options);
  const undo = async (work: (options: { transacting: never }) => Promise<unknown>): Promise<void> => {
    const undone = made.db.transaction(async (transacting) => {
      await work({ transacting: transacting as never });
      throw new Error('undo');
    });
    await expect(undone).rejects.toThrow('undo');
  };
  const attached = async (): Promise<unknown[]> => made.db.knex('books_tags').orderBy('tag_id').pluck('tag_id');
  return { ...made, undo, attached };
}

test('a related model whose insert was rolled back is saved with its key the next time', async () => {
  const { db, ada, undo } = await undoing();
  const card = ada.related('card');
  await undo((options) => card.save({ number: '1' }, options));
  await card.save({ number: '2' });
  expect(await db.knex('cards').select('member_id', 'number')).toEqual([{ member_id: 1, number: '2' }]);
});

test('and so is one that was created', async () => {
  const { db, ada, undo } = await undoing();
  const books = ada.related('books');
  await undo((options) => books.create({ title: 'Persuasion' }, options));
  await books.at(0)!.save();
  expect(await db.knex('books').where('title', 'Persuasion').pluck('member_id')).toEqual([1]);
});

test('all that was created in the caller’s transaction goes with it', async () => {
  const { ada, emma, Book, Note, Tag, attached, undo } = await undoing();
  await undo(async (options) => {
    await ada.books().create({ title: 'x' }, options);
    await emma.notes().create({ text: 'x' }, options);
    await emma.tags().create({ name: 'x' }, options);
  });
  expect([await Book.count(), await Note.count(), await Tag.count(), await attached()]).toEqual([1, 0, 3, []]);
});

test('a syncPivot that fails leaves the collection as it was', async () => {
  const { emma, attached } = await undoing();
  const tags = emma.related('tags');
  await tags.attach([1, 2]);
  await tags.fetch();
  await expect(tags.syncPivot([2, 99])).rejects.toMatchObject({ code: 'FOREIGN_KEY_VIOLATION' });
  expect(tags.pluck('id')).toEqual([1, 2]);
  expect(await attached()).toEqual([1, 2]);
});

test('a hash without a column detaches nothing', async () => {
  const { emma, Tag, attached } = await undoing();
  await emma.tags().attach([1, 2]);
  for (const nothing of [{}, [{}], [1, {}], new Tag({ name: 'unsaved' })])
    await expect(emma.tags().detach(nothing as never)).rejects.toMatchObject({ code: 'UNDEFINED_BINDING' });
  expect(await attached()).toEqual([1, 2]);
});

test('one row attached twice is the database’s to refuse, and the transaction goes on', async () => {
  const { db, emma, attached } = await undoing();
  const twice = emma.tags().attach([
    { tag_id: 1, weight: 2 },
    { tag_id: 1, weight: 3 },
  ]);
  await expect(twice).rejects.toMatchObject({ code: 'UNIQUE_VIOLATION' });
  await db.transaction(async (transacting) => {
    await expect(emma.tags().attach([1, 1], { transacting })).rejects.toMatchObject({ code: 'UNIQUE_VIOLATION' });
    await emma.tags().attach(3, { transacting });
  });
  expect(await attached()).toEqual([3]);
});
