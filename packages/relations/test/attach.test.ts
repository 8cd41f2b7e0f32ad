import { library } from './library.js';

const pairs = async (db: Awaited<ReturnType<typeof library>>['db']): Promise<unknown> =>
  db.knex('books_tags').select('tag_id', 'weight').orderBy('tag_id');

test('ids, models and hashes with pivot columns, in one INSERT where they have the same columns', async () => {
  const { db, emma, tags, queries } = await library();
  await emma.tags().attach([1, tags[1]!]);
  expect(queries).toHaveLength(1);
  await emma.tags().attach({ tag_id: 3, weight: 9 });
  expect(await pairs(db)).toEqual([
    { tag_id: 1, weight: 1 },
    { tag_id: 2, weight: 1 },
    { tag_id: 3, weight: 9 },
  ]);
});

test('a new model is saved first, and models join the collection', async () => {
  const { db, emma, Tag } = await library();
  const related = emma.related('tags');
  const fresh = new Tag({ name: 'new' });
  await related.attach([fresh, 1]);
  expect(fresh.id).toBe(4);
  expect(related.models).toEqual([fresh]);
  expect(await pairs(db)).toHaveLength(2);
});

test('all or nothing: also the new models, and inside a transaction that goes on', async () => {
  const { db, emma, Tag } = await library();
  const fresh = new Tag({ name: 'new' });
  await expect(emma.tags().attach([fresh, 99])).rejects.toMatchObject({ code: 'FOREIGN_KEY_VIOLATION' });
  expect(fresh.isNew()).toBe(true);
  expect(await Tag.count()).toBe(3);
  await db.transaction(async (t) => {
    const options = { transacting: t };
    await emma.tags().attach(1, options);
    await expect(emma.tags().attach([2, 99, { tag_id: 3, weight: 2 }], options)).rejects.toMatchObject({
      code: 'FOREIGN_KEY_VIOLATION',
    });
  });
  expect(await pairs(db)).toEqual([{ tag_id: 1, weight: 1 }]);
});

test('several at once in one transaction', async () => {
  const { db, emma, tags } = await library();
  await db.transaction((transacting) => Promise.all(tags.map((tag) => emma.tags().attach(tag, { transacting }))));
  expect(await emma.tags().count()).toBe(3);
});

test('the caller’s rollback takes it back', async () => {
  const { db, emma } = await library();
  const rolledBack = db.transaction(async (transacting) => {
    await emma.tags().attach([1, 2], { transacting });
    throw new Error('no');
  });
  await expect(rolledBack).rejects.toThrow('no');
  expect(await pairs(db)).toEqual([]);
});

test('`attaching` is awaited and cancels; `attached` gets the rows between', async () => {
  const { emma } = await library();
  const related = emma.related('tags');
  const seen: unknown[] = [];
  related.on('attaching', (_collection: unknown, ids: unknown) => seen.push(ids));
  related.on('attached', (_collection: unknown, rows: unknown) => seen.push((rows as unknown[]).length));
  await related.attach([1, 2]);
  expect(seen).toEqual([[1, 2], 2]);
  related.on('attaching', () => Promise.reject(new Error('full')));
  await expect(related.attach(3)).rejects.toThrow('full');
  expect(await emma.tags().count()).toBe(2);
});

test('what cannot be attached is refused before any SQL', async () => {
  const { ada, emma, Member, queries } = await library();
  const tags = emma.tags() as unknown as { attach(what: unknown): Promise<unknown> };
  await expect(tags.attach(undefined)).rejects.toMatchObject({ code: 'UNDEFINED_BINDING' });
  await expect(tags.attach([1, undefined])).rejects.toMatchObject({ code: 'UNDEFINED_BINDING' });
  await expect(tags.attach({ weight: 3 })).rejects.toMatchObject({ code: 'UNDEFINED_BINDING' });
  await expect(tags.attach(new Member())).rejects.toMatchObject({ code: 'INVALID_VALUE' });
  await expect(tags.attach([[1, 2]])).rejects.toMatchObject({ code: 'INVALID_VALUE' });
  const books = ada.books() as unknown as { attach(what: unknown): Promise<unknown> };
  await expect(books.attach(1)).rejects.toMatchObject({ code: 'INVALID_RELATION' });
  expect(queries).toEqual([]);
});

test('an unsaved parent has nothing to attach to', async () => {
  const { Book } = await library();
  await expect(new Book({ title: 'x' }).tags().attach(1)).rejects.toMatchObject({ code: 'UNDEFINED_BINDING' });
});

test('through a model, its defaults and timestamps hold', async () => {
  const { emma, Label } = await library({}, { now: () => new Date(0) });
  await emma.labelled().attach([1, { tag_id: 2, weight: 8 }]);
  const labels = (await Label.collection().orderBy('tag_id').fetch()).toJSON();
  expect(labels).toMatchObject([
    { tag_id: 1, weight: 5, created_at: new Date(0) },
    { tag_id: 2, weight: 8, updated_at: new Date(0) },
  ]);
});
