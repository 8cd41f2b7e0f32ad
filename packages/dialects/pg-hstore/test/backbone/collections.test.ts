import type { Collection, Model } from '../../src/backbone/index.js';
import { useBadgers } from './badgers.js';

const { Backbone, query } = useBadgers();

const Badger = Backbone.Model.extend({ urlRoot: '/badgers' });
const Badgers = Backbone.Collection.extend({ urlRoot: '/badgers', model: Badger });

/** The collection of an owner's cubs. */
function cubsOf(owner: number): Collection<Model> {
  return new (Backbone.Collection.extend({ url: `/owners/${owner}/cubs` }))();
}

test('a collection is read in the order of its ids, whole or by a filter', async () => {
  await query(
    `insert into badgers (id, name, attributes) values (3, 'c', 'age=>3'), (1, 'a', 'age=>1'), (2, 'b', 'age=>2')`,
  );
  const badgers = await new Badgers().fetch();
  expect(badgers.pluck('name')).toEqual(['a', 'b', 'c']);
  expect(badgers.first()).toBeInstanceOf(Badger);
  expect((await badgers.fetch({ filter: { age: '2' } })).pluck('name')).toEqual(['b']);
  expect(
    (await badgers.fetch({ filter: ["name <> 'a'", `attributes -> 'age' > '2' or false`] })).pluck('name'),
  ).toEqual(['c']);
  expect((await badgers.fetch({ filter: {} })).length).toBe(3);
});

test('fetch merges the rows, or resets', async () => {
  await query(`insert into badgers (name) values ('a'), ('b')`);
  const badgers = await new Badgers().fetch();
  const first = badgers.at(0);
  const events: string[] = [];
  badgers.on('add remove update reset sync', () => events.push('event'));
  badgers.on('all', (event) => events.push(event as string));
  await query(`update badgers set name = 'x' where id = 1; delete from badgers where id = 2`);
  await badgers.fetch();
  expect(badgers.at(0)).toBe(first);
  expect(badgers.pluck('name')).toEqual(['x']);
  events.length = 0;
  await badgers.fetch({ reset: true });
  expect(badgers.at(0)).not.toBe(first);
  expect(events.filter((each) => each !== 'event')).toEqual(['request', 'reset', 'sync']);
});

test('models of a collection write what has changed since it was read', async () => {
  await query(`insert into badgers (name, attributes) values ('a', 'age=>1,colour=>grey')`);
  const badgers = await new Badgers().fetch();
  await query(`update badgers set name = 'b'`);
  const [badger] = badgers.models;
  badger?.unset('colour');
  await badger?.save({ age: '2' });
  expect(await query('select name, hstore_to_json(attributes) as rest from badgers')).toEqual([
    { name: 'b', rest: { age: '2' } },
  ]);
});

test('create adds and stores; with wait it adds when stored', async () => {
  const badgers = new Badgers();
  const synced = new Promise((resolve) => void badgers.on('sync', resolve));
  badgers.create({ name: 'a' });
  expect(badgers.length).toBe(1);
  await synced;
  const added = new Promise((resolve) => void badgers.on('add', resolve));
  badgers.create({ name: 'b' }, { wait: true });
  expect(badgers.length).toBe(1);
  await added;
  expect(badgers.pluck('id')).toEqual([1, 2]);
});

test('a nested url narrows reads, updates and deletes, and says whose a new row is', async () => {
  await query(`insert into cubs (name, owner_id) values ('other', 8)`);
  const cubs = cubsOf(7);
  expect(cubs.add({ name: 'mine', owner_id: 8 }).get('owner_id')).toBe(7);
  await cubs.at(0)?.save();
  expect(await query('select owner_id from cubs where id = 2')).toEqual([{ owner_id: 7 }]);
  expect((await cubs.fetch()).pluck('name')).toEqual(['mine']);
  const Mine = Backbone.Model.extend({ urlRoot: '/owners/7/cubs' });
  await expect(new Mine({ id: 1 }).fetch()).rejects.toThrow('Not found');
  await expect(new Mine({ id: 1, name: 'taken' }).save()).rejects.toThrow('Not found');
  await expect(new Mine({ id: 1 }).destroy()).rejects.toThrow('Not found');
  expect(await query('select name from cubs where owner_id = 8')).toEqual([{ name: 'other' }]);
  const made = new Mine({ name: 'new', owner_id: 8 });
  await made.save();
  expect(made.get('owner_id')).toBe(7);
});

test('whatever is added or created belongs to the parents, whichever url the model has', async () => {
  const Wrapped = Backbone.Model.extend({
    urlRoot: '/cubs',
    parse: (row: Record<string, unknown>) => (row['cub'] as Record<string, unknown> | undefined) ?? row,
  });
  const Cubs = Backbone.Collection.extend({ url: '/owners/7/cubs', model: Wrapped });
  const cubs = new Cubs([{ name: 'made' }], { parse: true });
  cubs.add({ name: 'added', owner_id: 8 }, { parse: true });
  cubs.add({ cub: { name: 'parsed', owner_id: 8 } }, { parse: true });
  cubs.add(new Wrapped({ name: 'model', owner_id: 8 }), { parse: true });
  for (const cub of cubs.models) await cub.save();
  for (const wait of [false, true])
    await new Promise((resolve, reject) => {
      cubs.create({ name: `created ${wait}` }, { wait, success: resolve, error: (_, error) => reject(error) });
    });
  const names = ['made', 'added', 'parsed', 'model', 'created false', 'created true'];
  expect(await query('select name, owner_id from cubs order by id')).toEqual(
    names.map((name) => ({ name, owner_id: 7 })),
  );
  expect((await cubs.fetch()).pluck('name')).toEqual(names);
});

test('they belong to them before anybody hears of it, and whatever `parse` leaves out', async () => {
  const Narrow = Backbone.Model.extend({
    urlRoot: '/cubs',
    parse: ({ id, name, nm }: Record<string, unknown>) => ({ id, name: nm ?? name }),
  });
  const cubs = new (Backbone.Collection.extend({ url: '/owners/7/cubs', model: Narrow }))();
  const heard: unknown[] = [];
  cubs.on('all', (event: string, model: Model) => heard.push([event, model.get('owner_id')]));
  cubs.add({ nm: 'a' }, { parse: true });
  cubs.add({ nm: 'b' }, { parse: true, silent: true });
  expect(heard).toEqual([
    ['add', 7],
    ['update', undefined],
  ]);
  await new Promise((resolve, reject) => {
    const options = { parse: true, wait: true, success: resolve, error: (_: unknown, error: Error) => reject(error) };
    cubs.create({ nm: 'c' }, options as never);
  });
  expect(await query('select name, owner_id from cubs')).toEqual([{ name: 'c', owner_id: 7 }]);
});

test('models that a collection finds by other ids are known as they were read', async () => {
  await query('create table beasts (_id integer primary key, name text, attributes hstore)');
  await query(`insert into beasts values (2, 'b', 'age=>2'), (1, 'a', 'age=>1, colour=>grey')`);
  const Own = Backbone.Model.extend({ urlRoot: '/beasts', idAttribute: '_id' });
  const Zoo = Backbone.Collection.extend({
    url: '/beasts',
    model: (attributes: object) => new Own(attributes),
    modelId: (attributes: Record<string, unknown>) => `badger:${String(attributes['_id'])}`,
  });
  const zoo = await new Zoo().fetch();
  expect(zoo.pluck('name')).toEqual(['a', 'b']);
  await query(`update beasts set attributes = attributes || 'age=>7' where _id = 1`);
  zoo.at(0)?.unset('colour');
  await zoo.at(0)?.save({ size: 'big' });
  expect(await query('select hstore_to_json(attributes) as rest from beasts where _id = 1')).toEqual([
    { rest: { age: '7', size: 'big' } },
  ]);
});

test('deeper nesting narrows by every parent; a function may say the url', async () => {
  const Cub = Backbone.Model.extend({
    urlRoot(): string {
      return `/owners/${this.owner}/setts/${this.sett}/cubs/`;
    },
    owner: 7,
    sett: 3,
  });
  const cub = new Cub({ name: 'deep' });
  await cub.save();
  expect(cub.attributes).toEqual({ id: 1, name: 'deep', owner_id: 7, sett_id: 3 });
  cub.sett = 4;
  await expect(cub.fetch()).rejects.toThrow('Not found');
});

test('the column may be the plural; what was guessed before the table was known is taken back', async () => {
  const Setts = Backbone.Collection.extend({ url: '/owners/7/setts' });
  const setts = new Setts();
  const sett = setts.add({ depth: 1 });
  await sett.save();
  expect(sett.attributes).toEqual({ id: 1, name: 'Brock', owners_id: 7, depth: 1 });
  await sett.save({ depth: 2 });
  expect(setts.add({ depth: 3 }).attributes).toEqual({ depth: 3, owners_id: 7 });
  await expect(new (Backbone.Model.extend({ urlRoot: '/owners/8/setts' }))({ id: 1 }).fetch()).rejects.toThrow(
    'Not found',
  );
});

test('an owner may be kept in the hstore', async () => {
  const Held = Backbone.Model.extend({ urlRoot: '/keepers/7/badgers' });
  await new Held({ name: 'a' }).save();
  expect(await query(`select attributes -> 'keeper_id' as keeper from badgers`)).toEqual([{ keeper: '7' }]);
  await expect(new (Backbone.Model.extend({ urlRoot: '/keepers/8/badgers' }))({ id: 1 }).destroy()).rejects.toThrow(
    'Not found',
  );
  expect((await new Held({ id: 1 }).fetch()).get('name')).toBe('a');
});

test('a column that is added meanwhile is noticed', async () => {
  const badger = new Badger({ colour: 'grey' });
  await badger.save();
  await query('alter table badgers add column weight integer');
  await badger.save({ weight: 12 });
  expect(await query(`select weight, attributes ? 'weight' as held from badgers`)).toEqual([
    { weight: 12, held: false },
  ]);
});
