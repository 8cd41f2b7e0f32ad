import { createShelf, type Dialect } from '@shelf/core';
import { mysql } from '@shelf/mysql';
import { postgres } from '@shelf/pg-hstore';
import { sqlite } from '@shelf/sqlite';
import { useMysql, usePostgres } from '@shelf-tooling/servers';
import { relations } from '../src/index.js';

const server = usePostgres();
const databases = useMysql();

const dialects: readonly (readonly [string, () => Promise<Dialect>])[] = [
  ['sqlite', async () => sqlite({ filename: ':memory:' })],
  ['postgres', async () => postgres({ connectionString: server.url, searchPath: await server.emptySchema() })],
  ['mysql', async () => mysql(await databases.make())],
];

describe.each(dialects)('%s', (_, dialect) => {
  async function withShop(work: (shop: Awaited<ReturnType<typeof shopOf>>) => Promise<void>): Promise<void> {
    const shop = await shopOf(await dialect());
    try {
      await work(shop);
    } finally {
      await shop.db.destroy();
    }
  }

  test('keys of another type are found, by all ways, and not taken for keys of no row', () =>
    withShop(async ({ db, Owner, makeBadges }) => {
      const [owner] = (await Owner.fetchAll({ withRelated: ['badges'] })).models;
      expect(await owner?.related('badges').count()).toBe(0);
      await makeBadges('string');
      await db.knex('owners').insert({ id: 'O-7' });
      await db.knex('badges').insert({ id: 1, owner_id: 'O-7' });
      const fresh = await new Owner({ id: 'O-7' }).fetch({ require: true });
      expect((await fresh.badges().fetch()).pluck('id')).toEqual([1]);
      const [eager] = (await Owner.where({ id: 'O-7' }).fetchAll({ withRelated: ['badges'] })).models;
      expect(eager?.related('badges').pluck('id')).toEqual([1]);
    }));

  test('what loads many notices it first', () =>
    withShop(async ({ db, Owner, makeBadges }) => {
      await Owner.fetchAll({ withRelated: ['badges'] });
      await makeBadges('string');
      await db.knex('owners').insert({ id: 'O-7' });
      await db.knex('badges').insert({ id: 1, owner_id: 'O-7' });
      const owners = await Owner.orderBy('id').fetchAll({ withRelated: ['badges'] });
      expect(owners.map((owner) => owner.related('badges').pluck('id'))).toEqual([[], [1]]);
    }));

  test('a value that a pivot’s column would change is refused, by attach, updatePivot and syncPivot', () =>
    withShop(async ({ db, Owner, Tag }) => {
      const owner = await Owner.where({ id: '7' }).fetch({ require: true });
      const tag = await new Tag({ id: 1 }).save(null, { method: 'insert' });
      const tags = () => owner.tags();
      const unfit = { weight: '1.005' };
      await expect(tags().attach(tag, { pivot: unfit } as never)).rejects.toBeInstanceOf(db.InvalidValueError);
      expect(await tags().count()).toBe(0);
      await tags().attach(tag);
      await expect(tags().updatePivot(unfit)).rejects.toBeInstanceOf(db.InvalidValueError);
      await expect(tags().syncPivot([{ tag_id: 1, ...unfit }] as never)).rejects.toBeInstanceOf(db.InvalidValueError);
      expect(await tags().count()).toBe(1);
      await tags().updatePivot({ weight: '1.25' });
      expect(Number((await db.knex('owners_tags').first('weight')).weight)).toBe(1.25);
    }));
});

async function shopOf(dialect: Dialect) {
  const db = createShelf({ dialect, plugins: [relations()] });
  const makeBadges = async (type: 'integer' | 'string'): Promise<void> => {
    await db.knex.schema.dropTableIfExists('badges');
    await db.knex.schema.createTable('badges', (table) => {
      table.integer('id').primary();
      if (type === 'integer') table.integer('owner_id');
      else table.string('owner_id', 20);
    });
  };
  await db.knex.schema.createTable('owners', (table) => table.string('id', 20).primary());
  await db.knex.schema.createTable('tags', (table) => table.integer('id').primary());
  await db.knex.schema.createTable('owners_tags', (table) => {
    table.string('owner_id', 20);
    table.integer('tag_id');
    table.specificType('weight', 'decimal(5, 2)');
  });
  await makeBadges('integer');
  await db.knex('owners').insert({ id: '7' });

  class Owner extends db.Model<{ id: string }> {
    static override tableName = 'owners';
    badges() {
      return this.hasMany(Badge);
    }
    tags() {
      return this.belongsToMany(Tag).withPivot(['weight']);
    }
  }
  class Badge extends db.Model<{ id: number; owner_id: string | null }> {
    static override tableName = 'badges';
  }
  class Tag extends db.Model<{ id: number }> {
    static override tableName = 'tags';
  }
  return { db, Owner, Badge, Tag, makeBadges };
}
