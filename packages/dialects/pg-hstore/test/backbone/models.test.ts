import { useBadgers } from './badgers.js';

const { Backbone, query } = useBadgers();

const Badger = Backbone.Model.extend({ urlRoot: '/badgers' });
const Sett = Backbone.Model.extend({ urlRoot: 'setts' });

test('attributes with a column go there, and all others into the hstore', async () => {
  const badger = new Badger({ name: 'Bodger', age: 2, 'odd "name" => x': 'a, "b" \\ NULL' });
  expect(await badger.save()).toBe(badger);
  expect(badger.id).toBe(1);
  expect(await query(`select name, attributes -> 'age' as age from badgers`)).toEqual([{ name: 'Bodger', age: '2' }]);
  const again = await new Badger({ id: 1 }).fetch();
  expect(again.get('age')).toBe('2');
  expect(again.get('odd "name" => x')).toBe('a, "b" \\ NULL');
  expect(again.has('attributes')).toBe(false);
});

test('a save merges the stored row into the model, and an empty model is a row of defaults', async () => {
  const sett = new Sett();
  await sett.save();
  expect(sett.attributes).toEqual({ id: 1, name: 'Brock', owners_id: null, depth: null });
  const badger = new Badger({ age: 2 });
  await badger.save();
  expect(badger.attributes).toEqual({ id: 1, name: null, owner_id: null, age: '2' });
});

test('an update writes what has changed, and removes what was unset', async () => {
  const one = new Badger({ name: 'Bodger', age: 2, colour: 'grey' });
  await one.save();
  const other = await new Badger({ id: one.id }).fetch();
  await one.save({ age: 3 });
  other.unset('colour');
  await other.save({ food: 'worms' });
  expect(await query('select name, hstore_to_json(attributes) as rest from badgers')).toEqual([
    { name: 'Bodger', rest: { age: '3', food: 'worms' } },
  ]);
  // What another writer removed does not come back by itself.
  await one.save({ name: 'Brock' });
  expect(await query('select name, hstore_to_json(attributes) as rest from badgers')).toEqual([
    { name: 'Brock', rest: { age: '3', food: 'worms' } },
  ]);
});

test('attributes changed while a save is under way are saved by the next', async () => {
  const badger = new Badger({ name: 'Bodger' });
  const saving = badger.save();
  badger.set('colour', 'grey');
  await saving;
  await badger.save();
  expect(await query(`select attributes -> 'colour' as colour from badgers`)).toEqual([{ colour: 'grey' }]);
});

test('an attribute unset in the success callback of a fetch is removed by a save there', async () => {
  await new Badger({ name: 'Bodger', age: 2 }).save();
  await new Promise((resolve, reject) => {
    void new Badger({ id: 1 }).fetch({
      error: reject,
      success(badger) {
        badger.unset('age');
        void badger.save(null, { success: resolve, error: reject });
      },
    });
  });
  expect(await query('select hstore_to_json(attributes) as rest from badgers')).toEqual([{ rest: {} }]);
});

test('a patch writes what it is given', async () => {
  const badger = new Badger({ name: 'Bodger', age: 2 });
  await badger.save();
  await query(`update badgers set name = 'Renamed'`);
  badger.set('name', 'Local');
  await badger.save({ age: 5 }, { patch: true });
  expect(await query(`select name, attributes -> 'age' as age from badgers`)).toEqual([{ name: 'Renamed', age: '5' }]);
});

test('a missing row is an error for fetch, update and destroy, in the callback, the event and the promise', async () => {
  for (const verb of ['fetch', 'save', 'destroy'] as const) {
    const badger = new Badger({ id: 345, name: 'Nobody' });
    const told: unknown[] = [];
    badger.on('error', (model, error) => told.push(model, error));
    const options = { error: (model: unknown, error: unknown) => void told.push(model, error) };
    const failure: unknown = await Promise.resolve(
      verb === 'save' ? badger.save(null, options) : badger[verb](options),
    ).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    expect((failure as Error).message).toBe('Not found');
    expect(told).toEqual([badger, failure, badger, failure]);
  }
});

test('a row that has nothing to be changed must be there all the same', async () => {
  const badger = new Badger({ name: 'Bodger' });
  await badger.save();
  await badger.save();
  await expect(badger.save(null, { filter: { name: 'Other' } })).rejects.toThrow('Not found');
  await query('delete from badgers');
  await expect(badger.save()).rejects.toThrow('Not found');
  await expect(new Badger({ id: 1 }).save()).rejects.toThrow('Not found');
});

test('a filter narrows fetch, update and destroy', async () => {
  await new Badger({ name: 'Bodger', owner_id: 123, colour: 'grey' }).save();
  const badger = new Badger({ id: 1 });
  for (const filter of [
    { owner_id: 7 },
    { colour: 'red' },
    { owner_id: null },
    ['owner_id = 7'],
    { owner_id: 123, colour: 'red' },
  ]) {
    await expect(badger.fetch({ filter })).rejects.toThrow('Not found');
    await expect(badger.save({ name: 'x' }, { filter })).rejects.toThrow('Not found');
    await expect(badger.destroy({ filter })).rejects.toThrow('Not found');
  }
  expect((await new Badger().fetch({ filter: { colour: 'grey' } })).get('name')).toBe('Bodger');
  await badger.fetch({ filter: ['owner_id = 123 or true -- all', "name = 'Bodger'"] });
  await badger.save({ name: 'Brock' }, { filter: { owner_id: 123, colour: 'grey' } });
  await badger.destroy({ filter: { colour: 'grey' } });
  expect(await query('select * from badgers')).toEqual([]);
});

test('a filter of other shapes is refused, as is an undefined value', async () => {
  await new Badger({ name: 'Bodger' }).save();
  const wrong: unknown[] = [
    'true',
    1,
    [1],
    [''],
    [{ id: 1 }],
    new Date(),
    { name: undefined },
    { name: { $ne: '' } },
    { name: ['a'] },
  ];
  for (const filter of wrong) {
    await expect(new Badger({ id: 1 }).destroy({ filter: filter as string[] })).rejects.toMatchObject({
      code: expect.stringMatching(/^(INVALID_VALUE|UNDEFINED_BINDING)$/) as unknown,
    });
  }
  await expect(new Badger().save(null, { filter: { name: 'x' } })).rejects.toThrow('a new model has none');
  expect(await query('select count(*) from badgers')).toEqual([{ count: '1' }]);
});

test("idAttribute, parse and toJSON are the model's own", async () => {
  const Renamed = Backbone.Model.extend({
    urlRoot: '/setts',
    idAttribute: 'name',
    parse: ({ depth, ...row }: Record<string, unknown>) => ({ ...row, metres: depth }),
    toJSON() {
      const { metres, ...row } = this.attributes as Record<string, unknown>;
      return { ...row, depth: metres };
    },
  });
  await query(`insert into setts (name, depth) values ('Deep', 9)`);
  const sett = await new Renamed({ name: 'Deep' }).fetch();
  expect(sett.get('metres')).toBe(9);
  await sett.save({ metres: 12 });
  expect(await query('select depth from setts')).toEqual([{ depth: 12 }]);
});

test('casts say what attributes without a column are', async () => {
  const Cast = Backbone.Model.extend({ urlRoot: '/badgers', casts: { age: 'integer', tags: 'json' } as const });
  await new Cast({ age: 2, tags: ['wild'] }).save();
  expect((await new Cast({ id: 1 }).fetch()).attributes).toMatchObject({ age: 2, tags: ['wild'] });
});

test('calls run in the transaction of a shelf that was given', async () => {
  const { createBackbone } = Backbone;
  const { createShelf } = await import('@shelf/core');
  const { postgres } = await import('../../src/index.js');
  const shelf = createShelf({ dialect: postgres(Backbone.pg_connector.config?.db as string) });
  const Other = createBackbone({ db: shelf });
  const Row = Other.Model.extend({ urlRoot: '/badgers' });
  await shelf
    .transaction(async (transacting) => {
      await new Row({ name: 'Gone' }).save(null, { transacting });
      throw new Error('no');
    })
    .catch(() => undefined);
  await Other.pg_connector.close();
  expect(await new Row({ name: 'Kept' }).save()).toBeTruthy();
  expect(await query('select name from badgers')).toEqual([{ name: 'Kept' }]);
  await shelf.destroy();
});
