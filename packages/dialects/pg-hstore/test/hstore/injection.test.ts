import type { Shelf } from '@shelf/core';
import { badgersOn, useHstore, type BadgerRow } from './badgers.js';

const database = useHstore();
let db: Shelf;
beforeEach(async () => {
  db = await badgersOn(database);
  await db.knex.raw('create table witness (secret text)');
  await db.knex('witness').insert({ secret: 'kept' });
  await new (badger())({ name: 'Bob', colour: 'red' }).save();
});
afterEach(() => db.destroy());

function badger() {
  return class Badger extends db.Model<BadgerRow> {
    static override tableName = 'badgers';
  };
}

const DROP = 'drop table witness';
/** What has broken into queries elsewhere; each would drop the witness, or show more than it should, if it came through. */
const ATTACKS = [
  `'; ${DROP}; --`,
  `"; ${DROP}; --`,
  `'); ${DROP}; --`,
  `") = '' or 1 = 1; ${DROP}; --`,
  `\\'; ${DROP}; --`,
  `\\\\'; ${DROP}; --`,
  `'' or ''='`,
  `' or 1=1 --`,
  `x' or 'x'='x`,
  `colour') is not null or (attributes -> 'colour`,
  `colour" = 'x' or "colour`,
  `"=>"x", "id`,
  `x"=>"1","name"=>"2`,
  `E'\\x27; ${DROP}; --`,
  `$$; ${DROP}; --$$`,
  `$1`,
  `?; ${DROP}; --`,
  `\\?; ${DROP}; --`,
  `??`,
  `:name`,
  `%27; ${DROP}; --`,
  `/**/; ${DROP}; /*`,
  `*`,
  `badgers.*, (select secret from witness) as secret`,
  `(select secret from witness)`,
  `name as id`,
  `colour as "x", (${DROP}) as y`,
  `badgers.colour'; ${DROP}; --`,
  `\u02bc; ${DROP}; --`,
  `\uff07; ${DROP}; --`,
  `{"a"; ${DROP}}`,
  `a,b`,
  `}'; ${DROP}; --`,
  `asc; ${DROP}`,
  `constructor`,
  `__proto__`,
  `toString`,
  `${'x'.repeat(64)}'; ${DROP}; --`,
];

type Badgers = ReturnType<typeof badger>;
const given = (name: string, value: unknown): object => Object.fromEntries([[name, value]]);

/** Ways in which a name or a value gets in; a refusal is as good as an answer. */
const ENTRIES: Readonly<Record<string, (Badger: Badgers, attack: string) => unknown>> = {
  'new and save: name': async (Badger, attack) => new Badger(given(attack, 'x')).save(),
  'new and save: value': async (Badger, attack) => new Badger({ colour: attack }).save(),
  'save(name, value)': async (Badger, attack) => new Badger({ id: 1 }).save(attack, attack),
  patch: async (Badger, attack) => new Badger({ id: 1 }).save(given(attack, attack), { patch: true }),
  unset: async (Badger, attack) =>
    (await new Badger({ id: 1 }).fetch({ require: true })).set(given(attack, 1)).unset(attack).save(),
  'unset, saved': async (Badger, attack) => {
    const model = await new Badger(given(attack, 'x')).save();
    model.unset(attack);
    await model.save();
    await model.destroy();
  },
  'fetch: name': (Badger, attack) => new Badger(given(attack, 'x')).fetch(),
  'fetch: value': (Badger, attack) => new Badger({ colour: attack }).fetch(),
  'where: name': (Badger, attack) => Badger.where(attack, 'x').fetchAll(),
  'where: value': (Badger, attack) => Badger.where('colour', attack).fetchAll(),
  'where: hash': (Badger, attack) => Badger.where(given(attack, attack)).fetchAll(),
  'where: operator': (Badger, attack) => Badger.where('colour', attack as '=', 'x').fetchAll(),
  'where: null': (Badger, attack) => Badger.where(attack, null).fetchAll(),
  'where: like': (Badger, attack) => Badger.where(attack, 'like', attack).fetchAll(),
  'where: in': (Badger, attack) => Badger.where(attack, 'in', [attack, 'x']).fetchAll(),
  'where: with the table': (Badger, attack) => Badger.where(`badgers.${attack}`, attack).fetchAll(),
  orderBy: (Badger, attack) => Badger.orderBy(attack).fetchAll(),
  'orderBy: direction': (Badger, attack) => Badger.orderBy('colour', attack as 'asc').fetchAll(),
  'query: group': (Badger, attack) =>
    Badger.query((qb) => void qb.where((inner) => void inner.where(attack, attack))).fetchAll(),
  'query: order': (Badger, attack) => Badger.query('orderBy', attack).fetchAll(),
  'query: select': (Badger, attack) => Badger.query('select', attack).fetchAll(),
  'query: groupBy': (Badger, attack) =>
    Badger.query((qb) => void qb.count('* as n').groupBy(`badgers.${attack}`)).fetchAll(),
  'query: aggregate': (Badger, attack) => Badger.query('max', attack).fetchAll(),
  columns: (Badger, attack) => Badger.fetchAll({ columns: [attack] }),
  'columns of one': (Badger, attack) => new Badger({ id: 1 }).fetch({ columns: ['id', attack] }),
  count: (Badger, attack) => Badger.count(attack),
  'count where': (Badger, attack) => Badger.where(attack, attack).count(),
  'update where': (Badger, attack) =>
    Badger.where(given(attack, 'none')).save({ name: attack }, { method: 'update', patch: true, require: false }),
  'destroy where': (Badger, attack) => Badger.where(given(attack, 'none')).destroy(),
  saveAll: (Badger, attack) => Badger.collection([given(attack, attack), given('colour', attack)]).saveAll(),
  upsert: (Badger, attack) => Badger.upsert(given(attack, attack), { conflict: attack as never }),
  'upsert: id': (Badger, attack) =>
    Badger.upsert({ ...given(attack, attack), id: 1 }, { conflict: 'id', update: [attack] as never }),
  'the table': async (Badger, attack) => new Badger({ id: 1 }, { tableName: attack }).fetch(),
  'the column': (_, attack) =>
    db.Model.extend({ tableName: 'badgers', dynamicColumn: attack }).forge({ colour: 'x' }).save(),
  'the casts': (_, attack) =>
    db.Model.extend({ tableName: 'badgers', casts: given(attack, 'integer') as never })
      .where(attack, 7)
      .fetchAll(),
  'a cast': (_, attack) =>
    db.Model.extend({ tableName: 'badgers', casts: { size: attack as 'string' } })
      .where('size', 'x')
      .fetchAll(),
};

/** What is no name of an attribute, and takes none of these whatever they are. */
const REFUSED: ReadonlySet<string> = new Set([
  'where: operator',
  'orderBy: direction',
  'upsert',
  'the table',
  'the column',
  'a cast',
]);

test.each(Object.entries(ENTRIES))('%s', async (name, enter) => {
  const Badger = badger();
  let answers = 0;
  for (const attack of ATTACKS) {
    let found: unknown;
    try {
      found = await enter(Badger, attack);
    } catch {
      continue;
    }
    answers++;
    expect(JSON.stringify(found) ?? '').not.toContain('kept');
  }
  // A refusal is as good as an answer; but where nothing was answered, nothing was checked.
  expect(answers > 30).toBe(!REFUSED.has(name));
  expect(await db.knex('witness')).toEqual([{ secret: 'kept' }]);
  const bob = db.knex('badgers').where({ id: 1 }).first('age', db.knex.raw(`attributes -> 'colour' as colour`));
  expect(await bob).toEqual({ age: null, colour: 'red' });
});

test('what is stored by such a name, and as such a value, is found again by it, and nothing else is', async () => {
  const Badger = badger();
  const names = ATTACKS.filter((attack) => attack !== '__proto__');
  for (const attack of names) {
    const saved = await new Badger(given(attack, attack)).save();
    const found = await new Badger(given(attack, attack)).fetch({ require: true });
    expect([found.id, found.get(attack)]).toEqual([saved.id, attack]);
    expect(await new Badger(given(attack, `${attack} `)).fetch()).toBeNull();
  }
  expect(await Badger.count()).toBe(names.length + 1);
});
