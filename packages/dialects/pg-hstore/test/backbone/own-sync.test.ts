import { useBadgers } from './badgers.js';

const { Backbone, query } = useBadgers();

type Sync = (method: string, target: object, options: { success(response?: unknown): void }) => Promise<unknown>;

/** A `sync` that stands before that of the namespace, and makes something else of its answer. */
function answering(make: (response: unknown) => unknown): Sync {
  return function (this: unknown, method, target, options) {
    const { success } = options;
    const sync = Backbone.sync as unknown as Sync;
    return sync.call(this, method, target, {
      ...options,
      success: (response) => success.call(options, make(response)),
    });
  };
}

const nothing = answering(() => undefined);
const wrapped = answering((response) => ({ page: 1, data: response }));
const unwrap = (response: { data?: unknown }): unknown => ('data' in response ? response.data : response);

const names = async (): Promise<unknown[]> =>
  (await query('select name from badgers order by id')).map(({ name }) => name);

test('a sync that answers nothing leaves the model as it is, and the next save writes it all', async () => {
  const Badger = Backbone.Model.extend({ urlRoot: '/badgers' });
  const badger = new Badger({ id: 1, name: 'Bodger' });
  await query("insert into badgers (id, name, owner_id) values (1, 'Brock', 7)");
  await badger.fetch();
  const Quiet = Badger.extend({ sync: nothing });
  const quiet = new Quiet({ id: 1 });
  await quiet.fetch();
  expect(quiet.attributes).toEqual({ id: 1 });
  await quiet.save({ name: 'one' });
  expect(await names()).toEqual(['one']);
  // Back to what was read first: nobody knows that it is stored.
  Object.assign(badger, { sync: nothing });
  await badger.save({ name: 'two' });
  await badger.save({ name: 'Brock' });
  expect(await names()).toEqual(['Brock']);
  expect(await query('select owner_id from badgers')).toEqual([{ owner_id: 7 }]);
  await badger.destroy();
  expect(await names()).toEqual([]);
});

test('a collection whose sync answers nothing is as it was', async () => {
  await query("insert into badgers (name) values ('Brock')");
  const Badgers = Backbone.Collection.extend({ url: '/badgers', sync: nothing });
  const badgers = new Badgers([{ name: 'new' }]);
  const synced = jest.fn();
  badgers.on('sync', synced);
  await badgers.fetch({ remove: false });
  expect([badgers.pluck('name'), synced.mock.calls.length]).toEqual([['new'], 1]);
});

test('a model whose parse unwraps the answer knows what is stored', async () => {
  const Badger = Backbone.Model.extend({ urlRoot: '/badgers', sync: wrapped, parse: unwrap });
  const badger = new Badger({ name: 'Bodger' });
  await badger.save();
  expect(badger.get('name')).toBe('Bodger');
  expect(badger.isNew()).toBe(false);
  const other = new Badger({ id: badger.id });
  await other.fetch();
  // Another writer changes another attribute, which a save of this one leaves alone.
  await query('update badgers set owner_id = 7');
  await other.save({ name: 'Brock' });
  expect(await query('select name, owner_id from badgers')).toEqual([{ name: 'Brock', owner_id: 7 }]);
  await query("update badgers set name = 'theirs'");
  await badger.fetch();
  await badger.save({ name: 'Bodger' });
  expect(await names()).toEqual(['Bodger']);
});

test('a collection whose parse unwraps the answer knows what is stored', async () => {
  await query("insert into badgers (name, owner_id) values ('a', 7), ('b', 7), ('c', 8)");
  const Badgers = Backbone.Collection.extend({ url: '/owners/7/badgers', sync: wrapped, parse: unwrap });
  const badgers = new Badgers();
  await badgers.fetch();
  expect(badgers.pluck('name')).toEqual(['a', 'b']);
  await query("update badgers set name = 'theirs', attributes = 'age=>3' where name = 'b'");
  await badgers.at(1)!.save({ name: 'b' });
  await badgers.at(0)!.save({ name: 'mine' });
  // What was read as it is now is not written again.
  expect(await names()).toEqual(['mine', 'theirs', 'c']);
  await query("update badgers set name = 'theirs' where name = 'mine'");
  await badgers.fetch({ merge: false });
  await badgers.at(0)!.save({ sett: 'north' });
  expect(await names()).toEqual(['theirs', 'theirs', 'c']);
});

test('attributes without a column, in a table without an hstore, are refused and not left out', async () => {
  const Cub = Backbone.Model.extend({ urlRoot: '/cubs' });
  await expect(new Cub({ name: 'Tiny', mood: 'good' }).save()).rejects.toMatchObject({ code: 'UNKNOWN_COLUMN' });
  expect(await query('select * from cubs')).toEqual([]);
  const cub = new Cub({ name: 'Tiny' });
  await cub.save();
  await expect(cub.save({ mood: 'good' })).rejects.toMatchObject({ code: 'UNKNOWN_COLUMN' });
  const Cubs = Backbone.Collection.extend({ url: '/cubs' });
  await expect(new Cubs().fetch({ filter: { mood: 'good' } })).rejects.toMatchObject({ code: 'UNKNOWN_COLUMN' });
  expect(await query('select name from cubs')).toEqual([{ name: 'Tiny' }]);
});
