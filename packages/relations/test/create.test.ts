import { library } from './library.js';

test('sets the key, and the type of a morph', async () => {
  const { ada, db } = await library();
  await ada.books().create({ title: 'Persuasion' });
  await ada.notes().create({ text: 'late' });
  expect(await db.knex('books').where('title', 'Persuasion').pluck('member_id')).toEqual([1]);
  expect(await db.knex('notes').select('subject_type', 'subject_id')).toEqual([
    { subject_type: 'members', subject_id: 1 },
  ]);
});

test('adds to the collection, and writes the row between', async () => {
  const { db, emma } = await library();
  const tags = emma.related('tags');
  const tag = await tags.create({ name: 'new' });
  expect(tags.models).toEqual([tag]);
  expect(await db.knex('books_tags').select()).toEqual([{ book_id: 1, tag_id: 4, weight: 1 }]);
});

test('model and row between together or not at all', async () => {
  const { db, emma, Tag } = await library();
  await db.knex.schema.alterTable('books_tags', (t) => t.dropColumn('weight'));
  await db.knex.schema.raw('create trigger refuse before insert on books_tags begin select raise(abort, "no"); end');
  await expect(emma.tags().create({ name: 'new' })).rejects.toThrow('no');
  expect(await Tag.count()).toBe(3);
});

test('a related model is saved with its key', async () => {
  const { ada, db } = await library();
  await ada.related('card').save({ number: '7' });
  expect(await db.knex('cards').select('member_id', 'number')).toEqual([{ member_id: 1, number: '7' }]);
});

test('what is made or fetched in a relation may leave it', async () => {
  const { ada, Member, db } = await library();
  const bob = await new Member({ name: 'Bob', referrer_id: null }).save();
  const created = await ada.books().create({ title: 'Persuasion' });
  const fetched = await ada.books().query('where', 'title', 'Emma').fetchOne({ require: true });
  for (const book of [created, fetched]) {
    await book.save({ member_id: bob.id });
    await book.save({ title: `${book.get('title')}!` });
    await book.refresh();
  }
  expect(await db.knex('books').where('member_id', bob.id).pluck('title')).toEqual(['Emma!', 'Persuasion!']);
});

test('saveAll sets the key too', async () => {
  const { ada, db } = await library();
  const books = ada.books();
  books.add([{ title: 'a' }, { title: 'b' }]);
  await books.saveAll();
  expect(await db.knex('books').whereIn('title', ['a', 'b']).pluck('member_id')).toEqual([1, 1]);
});

test('an unsaved parent is refused before any SQL', async () => {
  const { Member, queries } = await library();
  const book = new Member({ name: 'x' }).books().create({ title: 'x' });
  await expect(book).rejects.toMatchObject({ code: 'UNDEFINED_BINDING' });
  expect(queries).toEqual([]);
});

test('through a model it takes the row between that is meant', async () => {
  const { ada } = await library();
  await expect(ada.tags().create({ tag_id: 1 })).rejects.toMatchObject({ code: 'INVALID_RELATION' });
  await expect(ada.tags().create({ tag_id: 1, book_id: 1 })).resolves.toBeDefined();
  expect(await ada.tags().count()).toBe(1);
});

test('a relation that was loaded without rows takes what is created, added and attached', async () => {
  const { Member, Book, tags } = await library();
  const [eve, bob] = (await Member.collection([{ name: 'Eve' }, { name: 'Bob' }]).saveAll()).models;
  const loaded = await Member.where('id', '>', 1)
    .orderBy('id')
    .fetchAll({ withRelated: ['books'] });
  await loaded.at(0)?.related('books').create({ title: 'Persuasion' });
  loaded
    .at(1)
    ?.related('books')
    .add(new Book({ title: 'Sanditon' }));
  expect(loaded.map((member) => [member.id, member.related('books').pluck('title')])).toEqual([
    [eve?.id, ['Persuasion']],
    [bob?.id, ['Sanditon']],
  ]);
  const book = await Book.where('title', 'Persuasion').fetch({ require: true, withRelated: ['tags'] });
  await book.related('tags').attach(tags.slice(0, 1));
  expect(book.related('tags').pluck('name')).toEqual(['novel']);
});
