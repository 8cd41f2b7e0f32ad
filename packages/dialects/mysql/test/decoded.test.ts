import { createShelf } from '@shelf/core';
import { useMysql } from '@shelf-tooling/servers';
import { mysql } from '../src/index.js';
import { COLUMNS } from './every-type.js';

const databases = useMysql();

/** Those with which decoding has to do. */
const DECODED: ReadonlySet<string> = new Set(['truth', 'tu', 'dt0', 'dt3', 'dt6', 'ts3']);

test('what is decoded is what the codecs make of it', async () => {
  const url = await databases.make();
  const zoned = `${url}?timeZone=%2B05:30`;
  for (const prepare of [true, false]) {
    const db = createShelf({ dialect: mysql(`${zoned}&prepare=${prepare}`) });
    try {
      await db.knex.schema.dropTableIfExists('things');
      const columns = Object.entries(COLUMNS).filter(([name]) => DECODED.has(name));
      await db.knex.raw(
        `create table things (id int primary key, ${columns.map(([name, [type]]) => `${name} ${type}`).join(', ')})`,
      );
      await db.knex.transaction(async (t) => {
        await t.raw(`set session sql_mode = ''`);
        for (let id = 0; id < 5; id++)
          await t.raw(
            `insert into things values (${[id, ...columns.map(([, [, each]]) => each[id % each.length])].join(', ')})`,
          );
      });
      const Thing = db.Model.of<Record<string, unknown>>().extend({ tableName: 'things' });
      const decoded = (await Thing.fetchAll()).toJSON();
      const built = async (): Promise<unknown> => (await Thing.query((qb) => qb.whereRaw('1 = 1')).fetchAll()).toJSON();
      expect(await built()).toEqual(decoded);
      // What somebody sees before is decoded by the codecs.
      db.knex.on('query-response', () => undefined);
      expect(await built()).toEqual(decoded);
      expect((await Thing.fetchAll()).toJSON()).toEqual(decoded);
      expect(decoded.map((row) => row['truth'])).toEqual([true, false, 7, null, true]);
      expect(decoded[0]).toMatchObject({ dt0: '0000-00-00 00:00:00', dt3: '0000-00-00 00:00:00' });
      expect(decoded[1]!['dt3']).toEqual(new Date('0050-03-01T06:30:00.007Z'));
      expect(decoded[2]!['dt3']).toEqual(new Date('2024-02-29T18:29:59.999Z'));
      expect((await new Thing({ id: 2 }).fetch())!.toJSON()).toEqual(decoded[2]);
      // Who asks the database itself gets what the driver returns.
      expect((await db.knex('things').where('id', 2))[0]).toMatchObject({ dt3: '2024-02-29 23:59:59.999' });
    } finally {
      await db.destroy();
    }
  }
});

test('a builder’s rows are decoded where they are read, with limits too', async () => {
  const db = createShelf({ dialect: mysql(await databases.make()) });
  try {
    await db.knex.schema.dropTableIfExists('things');
    await db.knex.raw('create table things (id int primary key, truth boolean, at datetime(3))');
    const Thing = db.Model.of<Record<string, unknown>>().extend({ tableName: 'things' });
    type Client = { _query(connection: object, query: { reading?: { decoded?: unknown } }): Promise<unknown> };
    const client = db.knex.client as Client;
    const queries: { reading?: { decoded?: unknown } }[] = [];
    const spy = jest.spyOn(client, '_query').mockImplementation((connection, query) => {
      queries.push(query);
      return (Object.getPrototypeOf(client) as Client)._query.call(client, connection, query);
    });
    for (const options of [{}, { timeout: 5000 }]) {
      await Thing.where('id', '>', 0).fetchAll(options);
      expect(queries.at(-1)?.reading?.decoded).toEqual(new Set(['truth', 'at']));
      await Thing.query((qb) => qb.select('id', 'truth')).fetchAll(options);
      expect(queries.at(-1)?.reading).toBeUndefined();
    }
    spy.mockRestore();
  } finally {
    await db.destroy();
  }
});

test('who sees the rows before they are decoded sees them as the driver returns them', async () => {
  const url = await databases.make();
  const seen: unknown[] = [];
  const postProcessResponse = (result: unknown): unknown => {
    seen.push(structuredClone(result));
    return result;
  };
  for (const knex of [{ postProcessResponse }, {}]) {
    const { hostname: host, username: user, password, port, pathname } = new URL(url);
    const server = { host, user, password: decodeURIComponent(password), database: pathname.slice(1) };
    const db = createShelf({ dialect: mysql({ ...server, ...(port !== '' && { port: Number(port) }), knex }) });
    try {
      await db.knex.schema.dropTableIfExists('things');
      await db.knex.raw('create table things (id int primary key, truth boolean, at datetime(3))');
      await db.knex.raw(`insert into things values (1, true, '2024-01-02 03:04:05.006')`);
      const Thing = db.Model.of<Record<string, unknown>>().extend({ tableName: 'things' });
      if (!('postProcessResponse' in knex))
        db.knex.on('query-response', (result) => seen.push(structuredClone(result)));
      await Thing.fetchAll();
      seen.length = 0;
      const [thing] = await Thing.fetchAll();
      expect(thing!.toJSON()).toEqual({ id: 1, truth: true, at: new Date('2024-01-02T03:04:05.006Z') });
      expect(seen).toEqual([[{ id: 1, truth: 1, at: '2024-01-02 03:04:05.006' }]]);
    } finally {
      await db.destroy();
    }
  }
});

test('what the catalogue does not know of is not decoded, whoever listens', async () => {
  const db = createShelf({ dialect: mysql(await databases.make()) });
  try {
    await db.knex.raw('create table known (id int primary key, truth int, at varchar(30))');
    const Temporary = db.Model.of<Record<string, unknown>>().extend({ tableName: 'passing' });
    const Known = db.Model.of<Record<string, unknown>>().extend({ tableName: 'known' });
    await Known.fetchAll();
    await db.transaction(async (t) => {
      const read = async (): Promise<unknown[]> => [
        (await Temporary.fetchAll({ transacting: t })).toJSON(),
        (await Known.fetchAll({ transacting: t })).toJSON(),
      ];
      for (const name of ['passing', 'known']) {
        await t.raw(`create temporary table ${name} (id int primary key, truth boolean, at datetime(3))`);
        await t.raw(`insert into ${name} values (1, true, '2024-01-02')`);
      }
      const [passing, known] = await read();
      expect(known).toEqual([{ id: 1, truth: 1, at: expect.stringMatching(/^2024-01-02 00:00:00/) }]);
      expect(passing).toEqual(known);
      db.on('query', () => undefined);
      expect(await read()).toEqual([passing, known]);
    });
  } finally {
    await db.destroy();
  }
});
