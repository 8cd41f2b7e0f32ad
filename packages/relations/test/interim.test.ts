import type { Scope } from '@shelf/core';
import { library } from './library.js';

/** Rows of a class that were not voided. */
const unvoided: Scope = {
  name: 'unvoided',
  constrain: (query, { table, options }) =>
    void (options['voided'] === true || query.where(`${table}.created_at`, '>', new Date(1000))),
};

/** Emma has the labels novel and old; that of old was voided. */
async function labelled() {
  const made = await library({}, { callOptions: ['voided'] });
  class Label extends made.Label {
    static override scopes = [unvoided];
  }
  class Book extends made.Book {
    override labelled() {
      return this.belongsToMany(made.Tag).through(Label);
    }
  }
  const [novel, old] = made.tags;
  await new Label({ book_id: made.emma.id, tag_id: novel!.id }).save(null, { date: new Date(2000) });
  await new Label({ book_id: made.emma.id, tag_id: old!.id }).save(null, { date: new Date(0) });
  const emma = await new Book({ id: made.emma.id }).fetch({ require: true });
  return { ...made, Book, Label, emma };
}

const names = (tags: { pluck(name: 'name'): unknown[] } | null) => tags?.pluck('name');

test('the scopes of the class between hold in a lazy fetch, a page and a count', async () => {
  const { emma } = await labelled();
  expect(names(await emma.labelled().fetch())).toEqual(['novel']);
  expect((await emma.labelled().fetchPage()).pagination.rowCount).toBe(1);
  expect(await emma.labelled().count()).toBe(1);
});

test('in eager loading, whereHas and withCount', async () => {
  const { Book } = await labelled();
  const books = await Book.fetchAll({ withRelated: ['labelled'], withCount: ['labelled'] });
  expect(names(books.at(0)!.related('labelled'))).toEqual(['novel']);
  expect(books.at(0)!.toJSON()).toMatchObject({ labelled_count: 1 });
  expect(await Book.whereHas('labelled', (qb) => qb.where('name', 'old')).count()).toBe(0);
  expect(await Book.whereHas('labelled', (qb) => qb.where('name', 'novel')).count()).toBe(1);
});

test('in updates and deletes through it', async () => {
  const { emma, Tag } = await labelled();
  const all = Tag.forge();
  all.scopes = emma.labelled().scopes;
  await all.save({ name: 'changed' }, { method: 'update', patch: true });
  expect((await Tag.forge().orderBy('id').fetchAll()).pluck('name')).toEqual(['changed', 'old', 'thin']);
});

test('they see the options of the call', async () => {
  const { emma, Book } = await labelled();
  const voided = { voided: true } as object;
  expect(names(await emma.labelled().fetch(voided))).toEqual(['novel', 'old']);
  const books = await Book.fetchAll({ withRelated: ['labelled'], ...voided });
  expect(names(books.at(0)!.related('labelled'))).toEqual(['novel', 'old']);
});

/** The labels of one library: pivot rows that a scope stamps, and keeps. */
async function weighed() {
  const made = await library();
  class Heavy extends made.Label {
    static override scopes: readonly Scope[] = [
      {
        name: 'heavy',
        constrain: (query, { table }) => void query.where(`${table}.weight`, 9),
        stamp: () => ({ weight: 9 }),
      },
    ];
  }
  class Book extends made.Book {
    heavy() {
      return this.belongsToMany(made.Tag).through(Heavy);
    }
  }
  const emma = await new Book({ id: made.emma.id }).fetch({ require: true });
  await emma.heavy().attach(1);
  return { ...made, Book, emma, pivots: () => made.db.knex('labels').orderBy('tag_id').select('tag_id', 'weight') };
}

test('rows between keep what a scope of their class stamps, before anything is sent', async () => {
  const { db, emma, Tag, pivots, queries } = await weighed();
  queries.length = 0;
  const writes = [
    () => emma.heavy().attach([2, { tag_id: 3, weight: 1 }] as never),
    () => emma.heavy().attach([Tag.forge({ name: 'fresh' }), { tag_id: 3, weight: 1 }] as never),
    () => emma.heavy().updatePivot({ weight: 1 }),
    () => emma.heavy().syncPivot([1, { tag_id: 2, weight: 1 }] as never),
    () => emma.heavy().syncPivot([{ tag_id: 1, weight: 1 }] as never),
  ];
  for (const write of writes) await expect(write()).rejects.toBeInstanceOf(db.InvalidValueError);
  expect(queries).toEqual([]);
  expect(await pivots()).toEqual([{ tag_id: 1, weight: 9 }]);
  await emma.heavy().attach({ tag_id: 2, weight: 9 });
  await emma.heavy().attach({ tag_id: 3, weight: 1 }, { scopes: false });
  expect(await pivots()).toEqual([
    { tag_id: 1, weight: 9 },
    { tag_id: 2, weight: 9 },
    { tag_id: 3, weight: 1 },
  ]);
});

test('{ scopes: false } leaves the scopes of classes, and never the relation', async () => {
  const { Book, emma } = await labelled();
  const out = { scopes: false } as const;
  expect(names(await emma.labelled().fetch(out))).toEqual(['novel', 'old']);
  expect(await emma.labelled().count(out)).toBe(2);
  const books = await Book.fetchAll({ withRelated: ['labelled'], withCount: ['labelled'], ...out });
  expect(books.map((book) => names(book.related('labelled')))).toEqual([
    ['novel', 'old'],
    ...books.models.slice(1).map(() => []),
  ]);
  expect(books.at(0)!.toJSON()).toMatchObject({ labelled_count: 2 });
  expect(await Book.whereHas('labelled', (qb) => qb.where('name', 'old')).count(out)).toBe(1);
});
