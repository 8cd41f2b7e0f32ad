import type { Plugin } from '@shelf/core';
import { relations } from '../src/index.js';
import { library } from './library.js';

type Tag = InstanceType<Awaited<ReturnType<typeof library>>['Tag']>;

test('rows between come with the models: as `_pivot_` in JSON, as `pivot`, and not among the attributes', async () => {
  const { Book, emma } = await library();
  await emma.tags().attach([{ tag_id: 2, weight: 7 }]);
  const eager = await new Book({ id: emma.id }).fetch({ require: true, withRelated: ['tags'] });
  for (const tags of [await emma.related('tags').fetch(), eager.related('tags')]) {
    const tag = tags.at(0)!;
    const json = { id: 2, name: 'old', _pivot_book_id: 1, _pivot_tag_id: 2, _pivot_weight: 7 };
    expect(tag.toJSON()).toEqual(json);
    expect(tag.toJSON({ omitPivot: true })).toEqual({ id: 2, name: 'old' });
    expect(tag.attributes).toEqual({ id: 2, name: 'old' });
    expect((tag as unknown as { pivot: { get(name: string): unknown } }).pivot.get('weight')).toBe(7);
  }
});

test('JSON shows a model and its row between as they are now', async () => {
  const { Book, emma } = await library();
  await emma.tags().attach([
    { tag_id: 1, weight: 5 },
    { tag_id: 2, weight: 7 },
    { tag_id: 3, weight: 9 },
  ]);
  const between = (id: number, weight: number): object => ({
    _pivot_book_id: 1,
    _pivot_tag_id: id,
    _pivot_weight: weight,
  });
  const load = async () =>
    (await new Book({ id: emma.id }).fetch({ require: true, withRelated: ['tags'] })).related('tags');
  const tags = await load();
  const [first, second, third] = [0, 1, 2].map((n) => tags.at(n)!) as unknown as [Tag, Tag, Tag];
  const name = first.get('name');
  expect(tags.toJSON()[0]).toEqual({ id: 1, name, ...between(1, 5) });
  // After one was shown as it was read, the others are other in every way.
  first.set('name', 'changed');
  second.set('more' as never, 'new' as never);
  third.unset('name');
  expect(tags.toJSON()).toEqual([
    { id: 1, name: 'changed', ...between(1, 5) },
    { id: 2, name: 'old', more: 'new', ...between(2, 7) },
    { id: 3, ...between(3, 9) },
  ]);
  expect(Object.keys(first.toJSON())).toEqual(['id', 'name', '_pivot_book_id', '_pivot_tag_id', '_pivot_weight']);
  first.relations = { books: [] };
  expect(first.toJSON()).toEqual({ id: 1, name: 'changed', ...between(1, 5), books: [] });
  expect(first.toJSON({ shallow: true })).toEqual({ id: 1, name: 'changed', ...between(1, 5) });
  (second as unknown as { pivot: { set(name: string, value: unknown): void } }).pivot.set('weight', 8);
  expect(second.toJSON()).toEqual({ id: 2, name: 'old', more: 'new', ...between(2, 8) });
  expect(third.clone().toJSON()).toEqual(third.toJSON());
  // A name that both have is that of the row between.
  const again = await load();
  again.at(0)!.set('_pivot_weight' as never, 1 as never);
  expect(again.toJSON()[0]).toEqual({ id: 1, name, ...between(1, 5) });
});

test('a plugin that came before adds to the JSON before, one that came after adds to it after', async () => {
  const adds = (name: string): Plugin => ({
    name,
    install(shelf) {
      shelf.stage('serialize', (_model, json) => void Object.assign(json, { _pivot_weight: name, [name]: true }));
    },
  });
  const weights = { first: 7, last: 'last' };
  for (const place of ['first', 'last'] as const) {
    const plugins = place === 'first' ? [adds(place), relations()] : [relations(), adds(place)];
    const { Book, emma } = await library({}, { plugins });
    await emma.tags().attach([
      { tag_id: 1, weight: 7 },
      { tag_id: 2, weight: 7 },
    ]);
    const { tags } = (await new Book({ id: emma.id }).fetch({ require: true, withRelated: ['tags'] })).toJSON() as {
      tags?: object[];
    };
    expect(tags).toMatchObject([{ _pivot_weight: weights[place] }, { _pivot_weight: weights[place] }]);
    const names = ['id', 'name', '_pivot_book_id', '_pivot_tag_id', '_pivot_weight', 'last'];
    const first = ['id', 'name', '_pivot_weight', 'first', '_pivot_book_id', '_pivot_tag_id'];
    expect(tags!.map((tag) => Object.keys(tag))).toEqual(Array(2).fill(place === 'first' ? first : names));
  }
});

test('the row between is saved and destroyed by its model', async () => {
  const { db, emma } = await library();
  await emma.tags().attach([1, 2]);
  const tags = await emma.related('tags').fetch();
  const [one, two] = tags.models.map(
    (tag) =>
      (tag as unknown as { pivot: { save(attrs: object): Promise<unknown>; destroy(): Promise<unknown> } }).pivot,
  );
  await one!.save({ weight: 4 });
  await two!.destroy();
  expect(await db.knex('books_tags').select()).toEqual([{ book_id: 1, tag_id: 1, weight: 4 }]);
});

test('updatePivot writes all rows, or those that `query` narrows it to', async () => {
  const { db, emma } = await library();
  await emma.tags().attach([1, 2, 3]);
  const weights = async (): Promise<unknown[]> => db.knex('books_tags').orderBy('tag_id').pluck('weight');
  expect(await emma.tags().updatePivot({ weight: 2 })).toBe(3);
  expect(await emma.tags().updatePivot({ weight: 8 }, { query: (qb) => qb.where('tag_id', '>', 1) })).toBe(2);
  expect(await weights()).toEqual([2, 8, 8]);
  expect(await emma.tags().updatePivot({ weight: 1 }, { query: (qb) => qb.where('tag_id', 99) })).toBe(0);
  const required = emma.tags().updatePivot({ weight: 1 }, { require: true, query: (qb) => qb.where('tag_id', 99) });
  await expect(required).rejects.toMatchObject({ code: 'NO_ROWS_UPDATED' });
});

test('syncPivot makes the rows exactly these, and tells what it did', async () => {
  const { db, emma, Tag } = await library();
  await emma.tags().attach([1, 2]);
  const fresh = new Tag({ name: 'new' });
  const changes = await emma.tags().syncPivot([{ tag_id: 2, weight: 6 }, 3, fresh]);
  expect(changes).toEqual({ attached: [3, 4], detached: [1], kept: [2], updated: [2] });
  expect(await db.knex('books_tags').select('tag_id', 'weight').orderBy('tag_id')).toEqual([
    { tag_id: 2, weight: 6 },
    { tag_id: 3, weight: 1 },
    { tag_id: 4, weight: 1 },
  ]);
  expect(await emma.tags().syncPivot([2, 3, 4])).toEqual({ attached: [], detached: [], kept: [2, 3, 4], updated: [] });
  expect(await emma.tags().syncPivot([])).toMatchObject({ detached: [2, 3, 4] });
});

test('syncPivot is all or nothing', async () => {
  const { db, emma } = await library();
  await emma.tags().attach([1, 2]);
  await expect(emma.tags().syncPivot([2, 99])).rejects.toMatchObject({ code: 'FOREIGN_KEY_VIOLATION' });
  expect(await db.knex('books_tags').orderBy('tag_id').pluck('tag_id')).toEqual([1, 2]);
});
