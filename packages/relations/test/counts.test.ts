import type { Knex } from 'knex';
import { library } from './library.js';

async function shelved() {
  const made = await library();
  const { ada, emma, Member, Book } = made;
  const bob = await new Member({ name: 'Bob', referrer_id: ada.id }).save();
  await new Book({ title: 'Persuasion', member_id: ada.id, lent: true }).save();
  await emma.tags().attach([1, 2]);
  await emma.notes().create({ text: 'torn' });
  made.queries.length = 0;
  return { ...made, bob };
}

test('a relation’s rows as an attribute, by one query for each relation', async () => {
  const { Member, queries } = await shelved();
  const members = await Member.fetchAll({ withCount: ['books', 'referred', 'card'] });
  expect(members.toJSON()).toMatchObject([
    { name: 'Ada', books_count: 2, referred_count: 1, card_count: 0 },
    { name: 'Bob', books_count: 0, referred_count: 0, card_count: 0 },
  ]);
  expect(queries).toHaveLength(4);
});

test('every other kind', async () => {
  const { Book, Note, Member } = await shelved();
  expect((await Book.fetchAll({ withCount: ['tags', 'notes', 'member'] })).toJSON()).toMatchObject([
    { tags_count: 2, notes_count: 1, member_count: 1 },
    { tags_count: 0, notes_count: 0, member_count: 1 },
  ]);
  expect((await Note.fetchAll({ withCount: 'subject' })).toJSON()).toMatchObject([{ subject_count: 1 }]);
  expect((await Member.fetchAll({ withCount: ['tags'] })).toJSON()).toMatchObject([
    { tags_count: 0 },
    { tags_count: 0 },
  ]);
});

test('a constraint, on every way to fetch', async () => {
  const { Member, ada } = await shelved();
  const withCount = [{ books: (qb: Knex.QueryBuilder) => qb.where('lent', true) }];
  expect((await Member.fetchPage({ withCount, pageSize: 1 })).toJSON()).toMatchObject([{ books_count: 1 }]);
  expect((await new Member({ id: 1 }).fetch({ require: true, withCount })).toJSON()).toMatchObject({ books_count: 1 });
  expect((await ada.refresh({ withCount, require: true })).toJSON()).toMatchObject({ books_count: 1 });
});

test('the attribute is read-only, never written and never a condition', async () => {
  const { Member, queries } = await shelved();
  const ada = await new Member({ id: 1 }).fetch({ require: true, withCount: ['books'] });
  const loose = ada as unknown as { set(name: string, value: unknown): unknown; get(name: string): unknown };
  expect(loose.get('books_count')).toBe(2);
  expect(() => loose.set('books_count', 3)).toThrow(expect.objectContaining({ code: 'INVALID_ATTRIBUTE' }));
  queries.length = 0;
  await ada.save();
  expect(queries).toEqual([]);
  void ada.attributes;
  await ada.save({ name: 'Ada K.' });
  await ada.fetch({ require: true });
  await ada.refresh();
  const copy = ada.clone();
  await copy.save({ name: 'Copy', id: 77 }, { method: 'insert' });
  expect(await Member.count()).toBe(3);
});

test('what cannot be counted is refused before any SQL', async () => {
  const { Member, queries } = await shelved();
  for (const withCount of [['pots'], ['books.tags'], [5], 'greeting']) {
    const options = { withCount } as unknown as { withCount: string };
    await expect(Member.fetchAll(options)).rejects.toMatchObject({ code: 'INVALID_RELATION' });
  }
  expect(queries).toEqual([]);
});

test('a condition may name a column without its table, whatever it is called', async () => {
  const { db } = await library();
  for (const key of ['integer', 'string'] as const) {
    const table = `marks_by_${key}`;
    await db.knex.schema.createTable(table, (t) => {
      t.increments('id');
      t[key]('owner');
      t.integer('n');
      t.integer('v0');
    });
    await db.knex(table).insert([5, 6, 7].map((n) => ({ owner: 1, n, v0: n })));
    class Mark extends db.Model<{ id: number; owner: number; n: number; v0: number }> {
      static override tableName = table;
    }
    class Owner extends db.Model<{ id: number }> {
      static override tableName = table;
      marks() {
        return this.hasMany(Mark, 'owner').query((qb) => void qb.where('n', '>', 5).where('v0', '<', 9));
      }
    }
    const owner = await new Owner({ id: 1 }).fetch({ require: true, withRelated: ['marks'], withCount: ['marks'] });
    expect([owner.related('marks').pluck('n'), owner.get('marks_count' as never)]).toEqual([[6, 7], 2]);
  }
});
