import { library } from './library.js';

/** The library, and a list of what is heard of a book, of its tags and of the rows between. */
async function heard(options: object = {}) {
  const made = await library({}, options);
  const { emma, Label } = made;
  const log: string[] = [];
  const tags = emma.related('tags');
  for (const event of ['committed', 'rolledback'] as const) {
    emma.on(event, (model) => log.push(`book ${event} ${model === emma}`));
    tags.on(event, (target) => log.push(`tags ${event} ${(target as unknown) === tags}`));
  }
  for (const event of ['attached', 'detached'])
    tags.on(event as 'committed', async () => {
      await Promise.resolve();
      log.push(event);
    });
  Label.prototype.initialize = function () {
    this.on('committed', () => log.push('label committed'));
  };
  return { ...made, tags, given: made.tags, log };
}

const BOTH = ['book committed true', 'tags committed true'];

test('pivot writes fire committed on the model and on the collection whose call it was', async () => {
  const { tags, given, log } = await heard();
  const said = async (write: () => PromiseLike<unknown>): Promise<string[]> => {
    log.length = 0;
    await write();
    return [...log];
  };
  expect(await said(() => tags.attach([1, given[1]!]))).toEqual(['attached', ...BOTH]);
  expect(await said(() => tags.updatePivot({ weight: 3 }))).toEqual(BOTH);
  expect(await said(() => tags.syncPivot([2, 3]))).toEqual(['detached', 'attached', ...BOTH]);
  expect(await said(() => tags.syncPivot([{ tag_id: 2, weight: 9 }, 3]))).toEqual(BOTH);
  expect(await said(() => tags.create({ name: 'new' }))).toEqual(BOTH);
  expect(await said(() => tags.detach(2))).toEqual(['detached', ...BOTH]);
  expect(await said(() => tags.detach())).toEqual(['detached', ...BOTH]);
});

test('not where nothing was written', async () => {
  const { tags, log } = await heard();
  await tags.attach([]);
  await tags.detach(99);
  await tags.detach();
  await tags.updatePivot({ weight: 1 });
  await tags.updatePivot({});
  await tags.syncPivot([]);
  await tags.attach(99).catch(() => undefined);
  expect(log).toEqual(['attached', 'detached', 'detached']);
});

test('in a transaction when that has ended, once; and rolledback', async () => {
  const { db, tags, log } = await heard();
  await db.transaction(async (transacting) => {
    await tags.attach([1, 2], { transacting });
    await tags.detach(1, { transacting });
    expect(log).toEqual(['attached', 'detached']);
  });
  expect(log.slice(2)).toEqual(BOTH);
  log.length = 0;
  const undone = db.transaction(async (transacting) => {
    await tags.detach(2, { transacting });
    throw new Error('back');
  });
  await expect(undone).rejects.toThrow('back');
  expect(log).toEqual(['detached', 'book rolledback true', 'tags rolledback true']);
});

test('though an after-event fails', async () => {
  const { tags, log } = await heard();
  tags.on('attached' as 'committed', () => {
    throw new Error('no');
  });
  await expect(tags.attach(1)).rejects.toThrow('no');
  expect(log).toEqual(['attached', ...BOTH]);
});

test('models of the rows between are told too, of one and of many', async () => {
  const { emma, log } = await heard();
  const labelled = emma.related('labelled');
  await labelled.attach(1);
  expect(log.filter((each) => each === 'label committed')).toHaveLength(1);
  await labelled.attach([2, 3]);
  expect(log.filter((each) => each === 'label committed')).toHaveLength(3);
  await labelled.detach();
  expect(log.filter((each) => each === 'label committed')).toHaveLength(4);
});

test('of rows between that went together, each is told though a handler of one fails', async () => {
  const { db, emma, Label, log } = await heard();
  Label.prototype.initialize = function () {
    this.on('created', () => {
      throw new Error(`no ${this.get('tag_id')}`);
    });
    this.on('committed', () => log.push(`label ${this.get('tag_id')}`));
  };
  await expect(emma.related('labelled').attach([1, 2])).rejects.toThrow('no 1');
  expect(log.filter((each) => each.startsWith('label'))).toEqual(['label 1', 'label 2']);
  expect(await db.knex('labels').pluck('tag_id')).toEqual([1, 2]);
});
