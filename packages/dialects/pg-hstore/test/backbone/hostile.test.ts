import { useBadgers } from './badgers.js';

const { Backbone, query } = useBadgers();

const ATTACKS = [
  `'; drop table badgers; --`,
  `" ; drop table badgers; --`,
  `1 or 1=1`,
  `' or ''='`,
  `x') or ('1'='1`,
  `name" = name or "name`,
  `attributes -> 'x`,
  `$1`,
  `?`,
  `??`,
  `:name:`,
  `\\'; delete from badgers; --`,
  `a=>b, "c"=>"d`,
  `badgers as b`,
  `badgers; drop table badgers`,
  `pg_sleep(10)`,
  `../badgers`,
  `%27`,
  `\u0000`,
  `constructor`,
  `__proto__`,
];

async function snapshot(): Promise<unknown> {
  return [
    await query('select id, name, owner_id, attributes::text from badgers order by id'),
    await query(`select count(*) from pg_class where relnamespace = 'public'::regnamespace`),
  ];
}

test.each(ATTACKS)('%j changes and opens nothing as a filter, an id or a segment', async (attack) => {
  await query(`insert into badgers (name, owner_id, attributes) values ('a', 7, 'k=>v'), ('b', 8, 'k=>v')`);
  const before = await snapshot();
  const filters = [
    { name: attack },
    { k: attack },
    JSON.parse(`{${JSON.stringify(attack)}: "x"}`) as { [name: string]: string },
  ];
  const segment = encodeURIComponent(attack);
  const urls = [
    `/owners/${segment}/badgers`,
    `/owners/${attack}/badgers`,
    `/${segment}/7/badgers`,
    `/${segment}`,
    `/${attack}`,
  ];
  const places = [
    ...filters.map((filter) => ({ urlRoot: '/badgers', id: 1 as unknown, filter })),
    ...urls.map((urlRoot) => ({ urlRoot, id: 1 as unknown, filter: {} })),
    { urlRoot: '/badgers', id: attack as unknown, filter: {} },
  ];
  for (const { urlRoot, id, filter } of places) {
    const Model = Backbone.Model.extend({ urlRoot });
    const Rows = Backbone.Collection.extend({ url: urlRoot });
    const model = () => new Model({ id });
    const calls = [
      () => model().fetch({ filter }),
      () => model().save({ name: 'taken' }, { filter }),
      () => model().destroy({ filter }),
    ];
    for (const call of calls)
      expect(await Promise.resolve(call()).catch((error: unknown) => error)).toBeInstanceOf(Error);
    // A model's id says nothing to a collection.
    const narrow = id === 1 ? filter : { name: attack };
    const found = await new Rows().fetch({ filter: narrow }).then(
      ({ length }) => length,
      () => 0,
    );
    expect(found).toBe(0);
  }
  expect(await snapshot()).toEqual(before);
});

test.each(ATTACKS)('%j is stored as it is, as a name and as a value, or refused', async (attack) => {
  const Badger = Backbone.Model.extend({ urlRoot: '/badgers' });
  const attributes = JSON.parse(`{"name": ${JSON.stringify(attack)}, ${JSON.stringify(`k ${attack}`)}: "x"}`) as object;
  const saved = await Promise.resolve(new Badger(attributes).save()).catch((error: unknown) => error);
  const rows = await query('select name, hstore_to_json(attributes) as rest from badgers');
  const stored = attack.includes('\0') ? [] : [{ name: attack, rest: { [`k ${attack}`]: 'x' } }];
  expect([saved instanceof Error, rows]).toEqual([attack.includes('\0'), stored]);
});

test('what is no path to a table is refused', async () => {
  const wrong = [
    '/owners//badgers',
    'http://host/badgers',
    '//host/badgers',
    '/badgers?owner_id=7',
    '/badgers#7',
    '/a/owners/7/badgers',
    '/owners/../badgers',
    '/owners/%2e%2e/badgers',
    '/owners/%zz/badgers',
    '/owners/7/owners/8/cubs',
    '/',
    '',
  ];
  for (const urlRoot of wrong) {
    const Row = Backbone.Model.extend({ urlRoot });
    await expect(new Row({ id: 1 }).fetch()).rejects.toMatchObject({ code: 'INVALID_VALUE' });
  }
  expect(await new (Backbone.Collection.extend({ url: '/api/badgers/' }))().fetch()).toHaveLength(0);
});

describe('what hides in `__proto__` of a parsed body is refused', () => {
  const Badger = Backbone.Model.extend({ urlRoot: '/badgers' });
  const Badgers = Backbone.Collection.extend({ model: Badger, url: '/badgers' });
  const body = (): { name?: string } => JSON.parse('{"name":"mallory","__proto__":{"owner_id":2}}') as object;
  const spread = (): object => ({ ...body() });
  const rest = (): object => {
    const { name: _, ...others } = body();
    return others;
  };
  // These have it in their own prototype.
  const assigned = (): object => Object.assign({}, body());
  const inherited = (): object => Object.create({ owner_id: 2 }) as object;
  const refusal = { code: 'INVALID_ATTRIBUTE' };

  test.each([
    ['a body', body],
    ['a copy by spread', spread],
    ['what is left of one', rest],
    ['a copy by Object.assign', assigned],
    ['an object with a prototype', inherited],
  ])('%s', async (_, given) => {
    const badger = new Badger({ name: 'Bodger' });
    await badger.save();
    const told: unknown[] = [];
    badger.on('error', (_model: unknown, error: unknown) => told.push(error));
    expect(() => new Badger(given())).toThrow(expect.objectContaining(refusal));
    expect(() => new Badger(given(), { parse: true })).toThrow(expect.objectContaining(refusal));
    expect(() => badger.set(given())).toThrow(expect.objectContaining(refusal));
    expect(() => badger.set('__proto__', { owner_id: 2 })).toThrow(expect.objectContaining(refusal));
    for (const options of [{}, { patch: true }, { wait: true }, { wait: true, patch: true }, null])
      await expect(badger.save(given(), options as object)).rejects.toMatchObject(refusal);
    await expect(badger.save('__proto__', { owner_id: 2 })).rejects.toMatchObject(refusal);
    await expect(Backbone.sync('patch', badger as never, { attrs: given() })).rejects.toMatchObject(refusal);
    const badgers = new Badgers();
    expect(() => badgers.create(given())).toThrow(expect.objectContaining(refusal));
    expect(() => badgers.create(given(), { wait: true })).toThrow(expect.objectContaining(refusal));
    expect(() => badgers.add([given()])).toThrow(expect.objectContaining(refusal));
    expect(() => new Badgers([given()])).toThrow(expect.objectContaining(refusal));
    badgers.add(badger);
    expect(() => badgers.set([{ id: badger.id, ...given() }, given()])).toThrow(expect.objectContaining(refusal));
    expect(told).toHaveLength(6);
    expect(badger.attributes).not.toHaveProperty('owner_id', 2);
    expect(await query('select owner_id, attributes::text as rest from badgers')).toEqual([
      { owner_id: null, rest: null },
    ]);
  });

  test('what a `parse` brings is looked at too', async () => {
    const Parsing = Badger.extend({ parse: () => body() });
    await new Badger({ name: 'Bodger' }).save();
    expect(() => new Parsing({}, { parse: true })).toThrow(expect.objectContaining(refusal));
    expect(await query('select owner_id from badgers')).toEqual([{ owner_id: null }]);
  });

  test('as a filter it is no condition that nobody sees', async () => {
    await new Badger({ name: 'Bodger' }).save();
    const filter = JSON.parse('{"__proto__":{"name":"Bodger"}}') as { [name: string]: string };
    await expect(new Badger().fetch({ filter })).rejects.toMatchObject({
      code: expect.stringMatching(/INVALID|UNKNOWN/),
    });
    await expect(new Badgers().fetch({ filter })).rejects.toBeInstanceOf(Error);
  });
});
