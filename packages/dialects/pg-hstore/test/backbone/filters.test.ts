import { useBadgers } from './badgers.js';

const { Backbone, query } = useBadgers();

const Badger = Backbone.Model.extend({ urlRoot: '/badgers' });
const Badgers = Backbone.Collection.extend({ urlRoot: '/badgers', model: Badger });

beforeEach(() =>
  query(`insert into badgers (name, owner_id, attributes) values ('a?', 7, 'colour=>grey'), ('b''?', 8, 'size=>big')`),
);

// A question mark is an operator of hstore and jsonb; nobody binds anything to a condition.
test.each([
  [["attributes ? 'colour'"], 'a?'],
  [["attributes ?| array['colour', 'x']", "attributes ?& array['colour']"], 'a?'],
  [["attributes \\? 'colour'"], 'a?'],
  [["name = 'a?' and attributes?'colour'"], 'a?'],
  [["name = 'b''?' and attributes ? 'size'"], "b'?"],
  [["name = 'b''?' or name = '''' -- is it?", "attributes ? 'size' /* ? */"], "b'?"],
  [["name = E'b\\'?' and attributes ? 'size'"], "b'?"],
  [["name = $a$b'?$a$ and attributes ? 'size'"], "b'?"],
  [[`"name" = 'b''?' and 'a\\?' = E'a\\\\?' and attributes ? 'size'`], "b'?"],
  [[`to_jsonb(badgers) ? 'name' and id = 2`], "b'?"],
])('the conditions %j are sent as they stand', async (filter, name) => {
  expect((await new Badgers().fetch({ filter })).pluck('name')).toEqual([name]);
  const badger = await new Badger().fetch({ filter });
  await badger.save({ owner_id: 9 }, { filter });
  expect(await query('select name from badgers where owner_id = 9')).toEqual([{ name }]);
  await badger.destroy({ filter });
  expect(await query('select name from badgers')).toEqual([{ name: name === 'a?' ? "b'?" : 'a?' }]);
});

test.each([{}, []])('a fetch without an id by the empty filter %j is refused', async (filter) => {
  await expect(new Badger().fetch({ filter })).rejects.toMatchObject({ code: 'INVALID_VALUE' });
  const Owned = Backbone.Model.extend({ urlRoot: '/owners/7/badgers' });
  await expect(new Owned().fetch({ filter })).rejects.toMatchObject({ code: 'INVALID_VALUE' });
  expect((await new Badger({ id: 2 }).fetch({ filter })).get('name')).toBe("b'?");
});
