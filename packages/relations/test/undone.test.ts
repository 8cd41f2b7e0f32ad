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
  const made: (typeof books)['models'] = [];
  await undo(async (options) => made.push(await books.create({ title: 'Persuasion' }, options)));
  await made[0]!.save();
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

describe('a rollback puts back what related models and collections hold', () => {
  type Made = Awaited<ReturnType<typeof undoing>>;
  type Options = { transacting: never };

  /** What a test looks at: the related rows of a member, the tags of a book with their pivots, what is loaded. */
  function look({ ada, emma, tags }: Made): unknown {
    const held = (list: Iterable<{ id: unknown; isNew(): boolean; pivot?: unknown }>): unknown =>
      [...list].map((model) => [model.id, model.isNew(), (model.pivot as { toJSON(): unknown } | undefined)?.toJSON()]);
    const related = emma.related('tags');
    return {
      books: held(ada.related('books')),
      tags: held(related),
      found: related.models.map((tag) => related.get(tag) === tag),
      given: held(tags),
      card: { ...ada.related('card').attributes },
      owners: ada
        .related('books')
        .map((book) => (book as { collection?: unknown }).collection === ada.related('books')),
      loaded: [Object.keys(emma.relations), Object.keys(ada.relations)],
    };
  }

  const works: Record<string, (made: Made, options: Options) => Promise<unknown>> = {
    create: ({ ada }, options) => ada.related('books').create({ title: 'new' }, options),
    'create through a pivot': ({ emma }, options) => emma.related('tags').create({ name: 'new' }, options),
    'attach of models': ({ emma, tags }, options) => emma.related('tags').attach([tags[2]!], options),
    'attach of a new model': ({ emma, Tag }, options) =>
      emma.related('tags').attach([new Tag({ name: 'new' })], options),
    detach: ({ emma, tags }, options) => emma.related('tags').detach([tags[0]!.id], options),
    'detach of all': ({ emma }, options) => emma.related('tags').detach(null, options),
    'detach of what holds some values': ({ emma }, options) => emma.related('tags').detach([{ weight: 1 }], options),
    syncPivot: ({ emma, tags }, options) => emma.related('tags').syncPivot([tags[1]!, tags[2]!], options),
    'fetch of many': async ({ db, ada, emma }, options) => {
      await db.knex('books').insert({ title: 'inside', member_id: ada.id }).transacting(options.transacting);
      await db.knex('books_tags').insert({ book_id: emma.id, tag_id: 3 }).transacting(options.transacting);
      await ada.related('books').fetch(options);
      await emma.related('tags').fetch(options);
    },
    'fetch of one': async ({ db, ada }, options) => {
      await db.knex('cards').insert({ number: '5', member_id: ada.id }).transacting(options.transacting);
      await ada.related('card').fetch(options);
    },
    load: async ({ db, ada, emma }, options) => {
      await db.knex('cards').insert({ number: '5', member_id: ada.id }).transacting(options.transacting);
      await db.knex('books').insert({ title: 'inside', member_id: ada.id }).transacting(options.transacting);
      await ada.load(['books', 'card', 'referrer'], options);
      await emma.load(['tags', 'notes'], options);
    },
    'fetch with relations': async ({ db, ada }, options) => {
      await db.knex('cards').insert({ number: '5', member_id: ada.id }).transacting(options.transacting);
      await ada.fetch({ ...options, withRelated: ['card', 'books', 'notes'] });
    },
    saveAll: ({ ada }, options) => ada.related('books').saveAll(options),
    'several, in savepoints too': async ({ db, ada, emma, tags }, options) => {
      await ada.related('books').create({ title: 'one' }, options);
      await db.transaction(async (transacting) => {
        await ada.related('books').create({ title: 'two' }, { transacting });
        await emma.related('tags').detach(null, { transacting });
      }, options);
      await emma.related('tags').attach([tags[2]!], options);
      await emma.related('tags').fetch(options);
    },
  };

  test.each(Object.keys(works))('%s', async (name) => {
    const made = await undoing();
    const { db, Book, ada, emma, tags, undo, attached } = made;
    await emma.related('tags').attach([tags[0]!, tags[1]!]);
    await ada.related('books').fetch();
    ada.related('books').on('add', () => undefined);
    ada.related('books').add(new Book({ title: 'by hand' }));
    ada.related('card');
    const before = look(made);
    const rows = await attached();
    await undo((options) => works[name]!(made, options));
    expect(look(made)).toEqual(before);
    expect(await attached()).toEqual(rows);
    // What was undone in a savepoint alone is undone alone.
    await db.transaction(async (t) => {
      const inner = db.transaction(
        async (transacting) => {
          await works[name]!(made, { transacting: transacting as never });
          throw new Error('inner');
        },
        { transacting: t },
      );
      await expect(inner).rejects.toThrow('inner');
      expect(look(made)).toEqual(before);
    });
    expect(look(made)).toEqual(before);
    // And what is committed stays.
    await db.transaction(async (transacting) => works[name]!(made, { transacting: transacting as never }));
    expect(look(made)).not.toEqual(before);
  });

  test('with strict loading, what was not loaded is not loaded afterwards as far as anybody can tell', async () => {
    const { ada, undo } = await undoing({ strictLoading: 'throw' });
    await undo((options) => ada.related('books').create({ title: 'x' }, options));
    expect(ada.related('books').models).toEqual([]);
    await undo((options) => ada.related('notes').fetch(options));
    expect(ada.related('notes').length).toBe(0);
  });

  test('an upsert that was rolled back, and what was attached to it', async () => {
    const { Book, tags, undo } = await undoing();
    const made: InstanceType<typeof Book>[] = [];
    await undo(async (options) => {
      const book = await Book.upsert({ id: 77, title: 'x' }, { conflict: 'id', ...options });
      await book.related('tags').attach([tags[0]!], options);
      made.push(book);
    });
    expect([made[0]!.isNew(), made[0]!.related('tags').models, (tags[0] as { pivot?: unknown }).pivot]).toEqual([
      false,
      [],
      undefined,
    ]);
    await made[0]!.save(null, { method: 'insert' });
    expect(await Book.count()).toBe(2);
  });
});
