import { createShelf, type Dynamic, type Shelf } from '@shelf/core';
import { usePostgres } from '@shelf-tooling/servers';
import { createHstore, hybrid, postgres } from '@shelf/pg-hstore';
import { relations } from '../src/index.js';

type Row = { id: number; name: string } & Dynamic<unknown>;

const database = usePostgres('create extension hstore');
let db: Shelf;

beforeEach(async () => {
  const searchPath = [await database.emptySchema(), 'public'];
  db = createShelf({ dialect: postgres({ connectionString: database.url, searchPath }), plugins: [relations()] });
  await createHstore(db.knex);
  for (const name of ['owners', 'badgers', 'toys'])
    await db.knex.schema.createTable(name, (table) => {
      table.increments('id');
      table.string('name');
      hybrid(table);
    });
  await db.knex.schema.createTable('badgers_toys', (table) => {
    table.integer('badger_id');
    table.integer('toy_id');
    hybrid(table);
  });
});
afterEach(() => db.destroy());

/** Badgers that know their owner by an attribute; toys are joined to them by a table whose rows are hybrid too. */
function models(casts: Record<string, 'integer'> = {}) {
  class Owner extends db.Model<Row> {
    static override tableName = 'owners';
    badgers() {
      return this.hasMany(Badger);
    }
    toys() {
      return this.hasMany(Toy).through(Badger, 'badger_id', 'owner_id');
    }
  }
  class Badger extends db.Model<Row> {
    static override tableName = 'badgers';
    static override casts = casts;
    owner() {
      return this.belongsTo(Owner);
    }
    toys() {
      return this.belongsToMany(Toy).withPivot(['since']);
    }
    drawings() {
      return this.morphMany(Toy, 'drawn');
    }
  }
  class Toy extends db.Model<Row> {
    static override tableName = 'toys';
    static override casts = casts;
    drawn() {
      return this.morphTo('drawn', Badger, Owner);
    }
  }
  return { Owner, Badger, Toy };
}

test('a foreign key may be an attribute, as text or cast', async () => {
  for (const casts of [{}, { owner_id: 'integer' }] as const) {
    await db.knex.raw('truncate owners, badgers restart identity');
    const { Owner, Badger } = models(casts);
    for (const name of ['Ann', 'Bob']) await new Owner({ name, town: `${name}ton` }).save();
    const ann = await new Owner({ name: 'Ann' }).fetch({ require: true });
    const made = await ann.badgers().create({ name: 'Bodger', colour: 'red' });
    await new Badger({ name: 'Stray' }).save();
    await new Badger({ name: 'Lost', owner_id: null }).save();
    expect(made.get('owner_id')).toBe(1);
    const owner_id = 'owner_id' in casts ? 1 : '1';

    const owners = await Owner.where('id', '<', 9)
      .orderBy('id')
      .fetchAll({ withRelated: ['badgers'] });
    expect(owners.toJSON()).toEqual([
      { id: 1, name: 'Ann', town: 'Annton', badgers: [{ id: 1, name: 'Bodger', colour: 'red', owner_id }] },
      { id: 2, name: 'Bob', town: 'Bobton', badgers: [] },
    ]);
    const badgers = await Badger.where({ colour: 'red' }).fetchAll({ withRelated: ['owner'] });
    expect(badgers.toJSON()).toEqual([
      { id: 1, name: 'Bodger', colour: 'red', owner_id, owner: { id: 1, name: 'Ann', town: 'Annton' } },
    ]);
    expect((await ann.badgers().fetch()).pluck('name')).toEqual(['Bodger']);
    expect(await ann.badgers().count()).toBe(1);
    const listed = await Owner.where({ id: 1 }).fetchAll({
      withRelated: [{ badgers: (query) => void query.select('name') }],
    });
    expect(listed.at(0)?.related('badgers').toJSON()).toEqual([{ name: 'Bodger' }]);
    const constrained = await Owner.where({ id: 1 }).fetchAll({
      withRelated: [{ badgers: (query) => void query.where({ colour: 'black' }) }],
    });
    expect(constrained.at(0)?.related('badgers').length).toBe(0);
    const limited = await Owner.orderBy('id').fetchAll({
      withRelated: [{ badgers: (query) => void query.orderBy('colour').limit(1) }],
    });
    expect(limited.map((each) => each.related('badgers').pluck('colour'))).toEqual([['red'], []]);
  }
});

test('whereHas, withCount and through, where keys of the same type meet', async () => {
  const { Owner, Badger, Toy } = models({ owner_id: 'integer', badger_id: 'integer' });
  for (const name of ['Ann', 'Bob']) await new Owner({ name }).save();
  for (const owner_id of [1, 1, 2]) await new Badger({ name: 'B', owner_id, colour: 'red' }).save();
  await new Toy({ name: 'ball', badger_id: 3 }).save();
  const having = await Owner.whereHas('badgers', (query) => void query.where({ colour: 'red', id: 3 })).fetchAll();
  expect(having.pluck('name')).toEqual(['Bob']);
  expect((await Owner.whereDoesntHave('toys').fetchAll()).pluck('name')).toEqual(['Ann']);
  const counted = await Owner.orderBy('id').fetchAll({ withCount: ['badgers'], withRelated: ['toys', 'badgers'] });
  expect(counted.map((each) => [each.get('badgers_count'), each.related('badgers').length])).toEqual([
    [2, 2],
    [1, 1],
  ]);
  expect(counted.map((each) => each.related('toys').pluck('name'))).toEqual([[], ['ball']]);
  expect((await Badger.whereHas('owner', (query) => void query.where({ name: 'Ann' })).fetchAll()).length).toBe(2);
});

test('rows between may have attributes without columns', async () => {
  const { Badger, Toy } = models();
  const bodger = await new Badger({ name: 'Bodger' }).save();
  const ball = await new Toy({ name: 'ball', colour: 'blue' }).save();
  await bodger.toys().attach([{ toy_id: ball.id, since: '2020' }]);
  const loaded = await new Badger({ id: 1 }).fetch({ require: true, withRelated: ['toys'] });
  expect(loaded.toJSON()).toEqual({
    id: 1,
    name: 'Bodger',
    toys: [{ id: 1, name: 'ball', colour: 'blue', _pivot_badger_id: 1, _pivot_toy_id: 1, _pivot_since: '2020' }],
  });
  await bodger.toys().updatePivot({ since: '2021' });
  expect((await bodger.toys().fetch()).at(0)?.pivot?.get('since' as never)).toBe('2021');
  expect((await bodger.toys().query('where', 'toys.colour', 'blue').fetch()).length).toBe(1);
  await bodger.toys().detach();
  expect(await db.knex('badgers_toys')).toEqual([]);
});

test('the key and the type of a morph may be attributes', async () => {
  const { Badger, Toy, Owner } = models();
  const bodger = await new Badger({ name: 'Bodger' }).save();
  await new Owner({ name: 'Ann' }).save();
  await bodger.drawings().create({ name: 'portrait' });
  await new Toy({ name: 'other', drawn_type: 'owners', drawn_id: 1 }).save();
  expect(
    (await new Badger({ id: 1 }).fetch({ require: true, withRelated: ['drawings'] })).related('drawings').pluck('name'),
  ).toEqual(['portrait']);
  const toys = await Toy.orderBy('id').fetchAll({ withRelated: ['drawn'] });
  expect(toys.map((each) => each.related('drawn')?.get('name'))).toEqual(['Bodger', 'Ann']);
});
