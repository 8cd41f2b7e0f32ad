import { useBadgers } from './badgers.js';

const { Backbone, query } = useBadgers();

/** Says which attribute is its key when it is made, as a class cannot. */
const Keyed = Backbone.Model.extend({
  urlRoot: '/badgers',
  preinitialize(_attributes: object, options?: { readonly key?: string }) {
    this.idAttribute = options?.key ?? 'id';
  },
});

const names = (): Promise<unknown> => query('select name from badgers order by id');

beforeEach(() => query(`insert into badgers (name, owner_id) values ('a', 7), ('b', 7), ('c', 8)`));

test("a model's own idAttribute says which row is read, updated and deleted", async () => {
  const one = () => new Keyed({ name: 'a' }, { key: 'name' } as object);
  expect((await one().fetch()).get('id')).toBe(1);
  await one().save({ owner_id: 9 }, { filter: { owner_id: 7 } });
  expect(await query('select name, owner_id from badgers order by id')).toEqual([
    { name: 'a', owner_id: 9 },
    { name: 'b', owner_id: 7 },
    { name: 'c', owner_id: 8 },
  ]);
  await one().destroy({ filter: { owner_id: 9 } });
  expect(await names()).toEqual([{ name: 'b' }, { name: 'c' }]);
});

test('models of one class may have different keys', async () => {
  await new Keyed({ id: 1 }).fetch();
  await new Keyed({ name: 'b' }, { key: 'name' } as object).destroy();
  await new Keyed({ id: 3 }).destroy();
  expect(await names()).toEqual([{ name: 'a' }]);
});

test('a model of a collection is written by its own key', async () => {
  const badgers = new (Backbone.Collection.extend({ url: '/owners/7/badgers', model: Keyed }))();
  const badger = badgers.add(new Keyed({ name: 'b' }, { key: 'name' } as object));
  await badger.save({ age: '2' });
  expect(await query(`select name from badgers where attributes -> 'age' = '2'`)).toEqual([{ name: 'b' }]);
});

test.each(['update', 'patch', 'delete'] as const)(
  '%s without a key writes nothing, whatever its filter',
  async (method) => {
    for (const urlRoot of ['/badgers', '/owners/7/badgers'])
      for (const attributes of [{ name: 'x' }, { name: 'x', id: null }]) {
        const Badger = Backbone.Model.extend({ urlRoot });
        const filters = [undefined, { owner_id: 7 }, ['owner_id = 7']];
        for (const filter of filters) {
          const failed = Backbone.sync(method, new Badger(attributes), { filter, attrs: { name: 'x' } });
          await expect(failed).rejects.toMatchObject({
            code: 'INVALID_VALUE',
            message: expect.stringContaining("'id'"),
          });
        }
      }
    expect(await names()).toEqual([{ name: 'a' }, { name: 'b' }, { name: 'c' }]);
  },
);
