import { library } from './library.js';

async function tagged() {
  const made = await library();
  await made.emma.tags().attach([1, 2, { tag_id: 3, weight: 9 }]);
  const left = async (): Promise<unknown[]> => made.db.knex('books_tags').orderBy('tag_id').pluck('tag_id');
  return { ...made, left };
}

test('all, by no argument and by null, and the collection is empty', async () => {
  for (const all of [false, true]) {
    const { emma, left } = await tagged();
    const tags = await emma.related('tags').fetch();
    await (all ? tags.detach() : tags.detach(null));
    expect(await left()).toEqual([]);
    expect(tags).toHaveLength(0);
  }
});

test('those of other parents stay', async () => {
  const { Book, emma, left } = await tagged();
  const other = await new Book({ title: 'other' }).save();
  await other.tags().attach([1, 2]);
  await emma.tags().detach();
  expect(await left()).toEqual([1, 2]);
});

test('some, by id and by model, which leave the collection', async () => {
  const { emma, left } = await tagged();
  const tags = await emma.related('tags').fetch();
  await tags.detach([1, tags.at(1)!]);
  expect(await left()).toEqual([3]);
  expect(tags.pluck('id')).toEqual([3]);
});

test('by hash: the rows that hold these values', async () => {
  const { emma, left } = await tagged();
  const tags = await emma.related('tags').fetch();
  await tags.detach({ weight: 9 });
  expect(await left()).toEqual([1, 2]);
  expect(tags.pluck('id')).toEqual([1, 2]);
});

test('an empty array detaches nothing, undefined is refused', async () => {
  const { emma, left } = await tagged();
  await emma.tags().detach([]);
  const tags = emma.tags() as unknown as { detach(...what: unknown[]): Promise<unknown> };
  await expect(tags.detach(undefined)).rejects.toMatchObject({ code: 'UNDEFINED_BINDING' });
  await expect(tags.detach([1, undefined])).rejects.toMatchObject({ code: 'UNDEFINED_BINDING' });
  expect(await left()).toEqual([1, 2, 3]);
});

test('all through a model deletes every row', async () => {
  const { emma, Label } = await library();
  await emma.labelled().attach([1, 2, 3]);
  await emma.labelled().detach();
  expect(await Label.count()).toBe(0);
});

test('`detaching` cancels; `detached` gets the number of rows', async () => {
  const { emma, left } = await tagged();
  const tags = emma.related('tags');
  const seen: unknown[] = [];
  tags.on('detached', (_collection: unknown, count: unknown) => seen.push(count));
  await tags.detach([1, 2]);
  expect(seen).toEqual([2]);
  tags.on('detaching', () => {
    throw new Error('kept');
  });
  await expect(tags.detach()).rejects.toThrow('kept');
  expect(await left()).toEqual([3]);
});
