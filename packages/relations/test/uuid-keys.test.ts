import { createShelf, type Shelf } from '@shelf/core';
import { usePostgres } from '@shelf-tooling/servers';
import { postgres } from '@shelf/pg-hstore';
import { relations } from '../src/index.js';

const database = usePostgres();
let db: Shelf;

const UUID = '6fa459ea-ee8a-4ca4-894e-db77e1603550';

beforeEach(async () => {
  const searchPath = await database.emptySchema();
  db = createShelf({ dialect: postgres({ connectionString: database.url, searchPath }), plugins: [relations()] });
  await db.knex.raw('create table owners (id uuid primary key)');
  await db.knex.raw('create table badgers (id serial primary key, owner_id uuid)');
  await db.knex('owners').insert({ id: UUID });
  await db.knex('badgers').insert([{ owner_id: UUID }, { owner_id: null }]);
});
afterEach(() => db.destroy());

test.each([
  UUID,
  UUID.toUpperCase(),
  `{${UUID}}`,
  UUID.replaceAll('-', ''),
  '6FA4-59EAEE8A-4CA4894E-DB77-E160-3550',
  `{${UUID.replaceAll('-', '').toUpperCase()}}`,
])('the key %s is paired as PostgreSQL compares it', async (id) => {
  class Owner extends db.Model<{ id: string }> {
    static override tableName = 'owners';
    badgers() {
      return this.hasMany(Badger);
    }
  }
  class Badger extends db.Model<{ id: number; owner_id: string | null }> {
    static override tableName = 'badgers';
    owner() {
      return this.belongsTo(Owner);
    }
  }
  const owner = await new Owner({ id }).load('badgers');
  expect(owner.related('badgers').pluck('id')).toEqual([1]);
  const badger = await new Badger({ id: 1, owner_id: id }).load('owner');
  expect(badger.related('owner').id).toBe(UUID);
});
