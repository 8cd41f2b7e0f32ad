import { library } from './library.js';

async function labelled() {
  const made = await library();
  await made.emma.tags().attach([1, 2]);
  const seen: unknown[] = [];
  const related = made.emma.related('tags');
  for (const event of ['detaching', 'detached', 'attaching', 'attached'] as const) {
    related.on(event, (...[collection, what]: readonly unknown[]) => {
      expect(collection).toBe(related);
      seen.push([event, Array.isArray(what) && event === 'attached' ? what.length : what]);
    });
  }
  const stored = (): Promise<unknown[]> => made.db.knex('books_tags').orderBy('tag_id').pluck('tag_id');
  return { ...made, related, seen, stored };
}

test('it detaches and then attaches, with the events of both', async () => {
  const { related, seen } = await labelled();
  await related.syncPivot([2, 3]);
  expect(seen).toEqual([
    ['detaching', [1]],
    ['detached', 1],
    ['attaching', [3]],
    ['attached', 1],
  ]);
});

test('what stays as it is fires nothing and writes nothing', async () => {
  const { related, seen, queries } = await labelled();
  queries.length = 0;
  await related.syncPivot([1, 2]);
  expect(seen).toEqual([]);
  expect(queries.filter((sql) => /^(insert|update|delete)/.test(sql))).toEqual([]);
});

test.each(['detaching', 'detached', 'attaching', 'attached'] as const)(
  'a failure in `%s` takes all of it back',
  async (event) => {
    const { related, stored, Tag } = await labelled();
    await related.fetch();
    related.on(event, () => Promise.reject(new Error('no')));
    const fresh = new Tag({ name: 'new' });
    await expect(related.syncPivot([2, 3, fresh])).rejects.toThrow('no');
    expect(await stored()).toEqual([1, 2]);
    expect(related.pluck('id')).toEqual([1, 2]);
    expect([fresh.isNew(), await Tag.count()]).toEqual([true, 3]);
  },
);

test('in the caller’s transaction, and taken back with it', async () => {
  const { db, related, stored } = await labelled();
  const rolledBack = db.transaction(async (transacting) => {
    await related.syncPivot([3], { transacting });
    expect(await db.knex('books_tags').transacting(transacting).pluck('tag_id')).toEqual([3]);
    throw new Error('changed my mind');
  });
  await expect(rolledBack).rejects.toThrow('changed my mind');
  expect(await stored()).toEqual([1, 2]);
});

test('updatePivot by a limit is refused where nothing tells the pivots apart', async () => {
  const { db, Book, Tag, stored } = await labelled();
  await db.knex.schema.createTable('marks', (t) => {
    t.integer('book_id');
    t.integer('tag_id');
    t.string('note');
  });
  const marks = new Book({ id: 1 }).belongsToMany(Tag, 'marks');
  await marks.attach([1, 1, 2]);
  const query = (q: { limit(rows: number): unknown }): void => void q.limit(1);
  const error = await marks.updatePivot({ note: 'x' }, { query }).catch((refused: unknown) => refused);
  expect(error).toMatchObject({ code: 'INVALID_VALUE' });
  expect(await db.knex('marks').whereNotNull('note')).toEqual([]);
  expect(await stored()).toEqual([1, 2]);
});

test('a refused item among many is named by its index', async () => {
  const { emma, related, Tag, stored } = await labelled();
  await new Tag({ id: 9, name: 'taken' }).save(null, { method: 'insert' });
  const same = new Tag({ name: 'new' });
  same.on('creating', () => Promise.reject(new (same.constructor as typeof Tag).NotFoundError('no')));
  const refusals = [
    [() => emma.tags().attach([3, same]), 1],
    [() => related.syncPivot([1, 2, 3, same]), 3],
    [() => emma.tags().attach([3, { tag_id: 3, weight: 'heavy' }]), 1],
    [() => related.syncPivot([1, { tag_id: 3, weight: 'heavy' }]), 1],
  ] as const;
  for (const [call, index] of refusals)
    expect(await Promise.resolve(call()).catch((error: unknown) => error)).toMatchObject({ index });
  expect(await stored()).toEqual([1, 2]);
});
