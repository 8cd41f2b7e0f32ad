import type { Knex } from 'knex';
import { library } from './library.js';

async function shelved() {
  const made = await library();
  const { ada, emma, Member, Book, Tag } = made;
  const bob = await new Member({ name: 'Bob', referrer_id: ada.id }).save();
  const cleo = await new Member({ name: 'Cleo', referrer_id: ada.id }).save();
  await new Book({ title: 'Dune', member_id: bob.id, lent: true, due: new Date(1000) }).save();
  await ada.related('card').save({ number: '7' });
  await emma.tags().attach([1, 2]);
  await emma.notes().create({ text: 'torn' });
  return { ...made, bob, cleo, names: (members: { pluck(name: 'name'): unknown[] }) => members.pluck('name'), Tag };
}

test('every kind of relation', async () => {
  const { Member, Book, Card, Note, names } = await shelved();
  expect(names(await Member.whereHas('card').fetchAll())).toEqual(['Ada']);
  expect(names(await Member.whereHas('books').fetchAll())).toEqual(['Ada', 'Bob']);
  expect((await Card.whereHas('member').fetchAll()).length).toBe(1);
  expect((await Book.whereHas('tags').fetchAll()).pluck('title')).toEqual(['Emma']);
  expect((await Book.whereHas('notes').fetchAll()).pluck('title')).toEqual(['Emma']);
  expect(await Note.whereHas('subject').count()).toBe(1);
  expect(await Note.whereDoesntHave('subject').count()).toBe(0);
});

test('a table related to itself', async () => {
  const { Member, names } = await shelved();
  expect(names(await Member.whereHas('referred').fetchAll())).toEqual(['Ada']);
  expect(names(await Member.whereHas('referrer').fetchAll())).toEqual(['Bob', 'Cleo']);
  expect(names(await Member.whereHas('referrer', (qb) => qb.where('name', 'Bob')).fetchAll())).toEqual([]);
});

test('a constraint, whose values are encoded as the columns hold them', async () => {
  const { Member, names } = await shelved();
  expect(names(await Member.whereHas('books', (qb) => qb.where('lent', true)).fetchAll())).toEqual(['Bob']);
  const due = (at: number) => Member.whereHas('books', (qb) => qb.where('due', new Date(at))).count();
  expect([await due(1000), await due(2000)]).toEqual([1, 0]);
});

test('nested relations', async () => {
  const { Member, names } = await shelved();
  expect(names(await Member.whereHas('books.tags').fetchAll())).toEqual(['Ada']);
  expect(names(await Member.whereDoesntHave('books.tags').fetchAll())).toEqual(['Bob', 'Cleo']);
  const old = Member.whereHas('books.tags', (qb) => qb.where('name', 'thin'));
  expect(names(await old.fetchAll())).toEqual([]);
});

test('beside other conditions, whose alternatives do not lead past it', async () => {
  const { Member, names } = await shelved();
  const either = Member.where({ name: 'Bob' }).query('orWhere', 'name', 'Cleo').whereHas('books');
  expect(names(await either.fetchAll())).toEqual(['Bob']);
  const neither = Member.whereDoesntHave('books').whereDoesntHave('card');
  expect(names(await neither.fetchAll())).toEqual(['Cleo']);
});

test('in pages, counts, collections and relations; for one call alone', async () => {
  const { ada, Member, names } = await shelved();
  const page = await Member.whereHas('books').orderBy('-id').fetchPage({ pageSize: 1 });
  expect([names(page), page.pagination.rowCount]).toEqual([['Bob'], 2]);
  expect(await Member.whereHas('books').count()).toBe(2);
  expect(names(await Member.collection().whereDoesntHave('books').fetch())).toEqual(['Cleo']);
  expect(names(await ada.referred().whereHas('books').fetch())).toEqual(['Bob']);
  const members = Member.collection();
  await members.whereHas('books').fetch();
  expect((await members.fetch()).length).toBe(3);
});

test('what narrows the target’s class narrows what is asked for', async () => {
  const { db, Book } = await shelved();
  class LentBook extends Book {
    static override scopes = [
      { name: 'lent', constrain: (query: Knex.QueryBuilder) => void query.where('books.lent', true) },
    ];
  }
  class Reader extends db.Model<{ id: number; name: string }> {
    static override tableName = 'members';
    books() {
      return this.hasMany(LentBook, 'member_id');
    }
  }
  expect((await Reader.whereHas('books').fetchAll()).pluck('name')).toEqual(['Bob']);
  expect((await Reader.fetchAll({ withCount: ['books'] })).map((each) => each.toJSON())).toMatchObject([
    { books_count: 0 },
    { books_count: 1 },
    { books_count: 0 },
  ]);
});

test('a wrong name is refused where it is written', async () => {
  const { Member, queries } = await shelved();
  queries.length = 0;
  const loose = Member as unknown as { whereHas(...args: unknown[]): unknown };
  for (const args of [['pots'], ['books.pots'], ['greeting'], ['destroy'], ['__proto__'], [5], ['books', 5]])
    expect(() => loose.whereHas(...args)).toThrow(expect.objectContaining({ code: 'INVALID_RELATION' }));
  expect(queries).toEqual([]);
});
