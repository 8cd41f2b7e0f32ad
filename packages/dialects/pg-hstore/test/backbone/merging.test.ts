import { useBadgers } from './badgers.js';

const { Backbone, query } = useBadgers();

const Badger = Backbone.Model.extend({ urlRoot: '/badgers' });
const Badgers = Backbone.Collection.extend({ urlRoot: '/badgers', model: Badger });

const stored = (): Promise<unknown> =>
  query('select id, name, hstore_to_json(attributes) as rest from badgers order by id');

beforeEach(() => query(`insert into badgers (name, attributes) values ('a', 'age=>1, colour=>grey, size=>big')`));

test('a fetch that does not merge leaves what its models have changed as it was, and what others wrote', async () => {
  const badgers = await new Badgers().fetch();
  const badger = badgers.at(0);
  badger?.set('colour', 'black');
  badger?.unset('size');
  await query(`update badgers set name = 'b', attributes = attributes || 'age=>2, size=>small, food=>worms'`);
  await query(`insert into badgers (name, attributes) values ('new', 'age=>7')`);
  await badgers.fetch({ merge: false });
  expect(badger?.attributes).toEqual({ id: 1, name: 'a', owner_id: null, age: '1', colour: 'black' });
  await badger?.save();
  badgers.at(1)?.unset('age');
  await badgers.at(1)?.save();
  expect(await stored()).toEqual([
    { id: 1, name: 'b', rest: { age: '2', colour: 'black', food: 'worms' } },
    { id: 2, name: 'new', rest: {} },
  ]);
});

test('a model that was never read is no row by a fetch that does not merge: it writes all that it has', async () => {
  const badgers = new Badgers([{ id: 1, colour: 'grey' }]);
  await badgers.fetch({ merge: false });
  await query(`update badgers set attributes = 'colour=>black'`);
  await badgers.at(0)?.save();
  expect(await stored()).toEqual([{ id: 1, name: 'a', rest: { colour: 'grey' } }]);
});

test('a reset makes new models, merging or not', async () => {
  const badgers = await new Badgers().fetch();
  await badgers.fetch({ reset: true, merge: false });
  badgers.at(0)?.unset('size');
  await badgers.at(0)?.save();
  expect(await stored()).toEqual([{ id: 1, name: 'a', rest: { age: '1', colour: 'grey' } }]);
});

test('what another writer has removed meanwhile is written again by who saves it', async () => {
  const badger = await new Badger({ id: 1 }).fetch();
  const remove = (): Promise<unknown> => query(`update badgers set attributes = attributes - 'colour'::text`);
  for (const before of [
    () => badger.fetch(),
    () => {
      badger.unset('colour');
      return badger.fetch();
    },
    () => badger.fetch().then(() => badger.unset('colour')),
    () => badger.save({ age: '3' }),
  ]) {
    await remove();
    await before();
    await badger.save({ colour: 'red' });
    expect(await stored()).toEqual([{ id: 1, name: 'a', rest: expect.objectContaining({ colour: 'red' }) as object }]);
  }
});
