import { createShelf } from '@shelf/core';
import { useMysql } from '@shelf-tooling/servers';
import type { Connection } from 'mysql2';
import { openConnection } from '../src/connect.js';
import { Line, type Asked } from '../src/line.js';
import { settingsOf } from '../src/options.js';
import { mysql } from '../src/index.js';
import { driver, fetched } from './driver.js';
import { COLUMNS } from './every-type.js';

const databases = useMysql();

/** Fills a table that has them all, and hands on two connections: Shelf's line, and mysql2 as it is. */
async function withLine(
  work: (line: Line, plain: Connection, names: readonly string[], connection: Connection) => Promise<void>,
): Promise<void> {
  const settings = settingsOf(await databases.make());
  const connection = await openConnection(driver, settings);
  const plain = driver.createConnection(settings.connection);
  try {
    const line = new Line(connection, settings.zoneOffset);
    const ask = (sql: string): Promise<unknown> => line.query(sql, {});
    await ask(`set session sql_mode = ''`);
    await ask(
      `create table things (id int primary key, ${Object.entries(COLUMNS)
        .map(([name, [type]]) => `${name} ${type}`)
        .join(', ')})`,
    );
    const most = Math.max(...Object.values(COLUMNS).map(([, values]) => values.length));
    for (let id = 0; id < most; id++) {
      const values = Object.values(COLUMNS).map(([, each]) => each[id % each.length]);
      await ask(`insert into things values (${[id, ...values].join(', ')})`);
    }
    await new Promise<void>((resolve, reject) =>
      plain.query(`set time_zone = '+00:00'`, (error) => (error ? reject(error) : resolve())),
    );
    await work(line, plain, ['id', ...Object.keys(COLUMNS)], connection);
  } finally {
    connection.destroy();
    plain.destroy();
  }
}

test('rows of every type are those that mysql2 makes, prepared and as text, whole and column by column', () =>
  withLine(async (line, plain, names) => {
    for (const columns of ['*', ...names, 'id, id', 'null as n, id', `'' as empty, id as e`]) {
      const sql = `select ${columns} from things where id >= ? order by id`;
      const prepared = await fetched(plain, 'execute', sql, [0]);
      expect(prepared.length).toBeGreaterThan(5);
      // The second answer of a server that remembers the columns comes without them.
      for (let time = 0; time < 3; time++) {
        const [rows, fields] = await line.execute(sql, [0], {});
        expect(rows).toEqual(prepared);
        expect(fields).toHaveLength(Object.keys(prepared[0]!).length + (columns === 'id, id' ? 1 : 0));
      }
      const text = sql.replace('?', '0');
      const read = await fetched(plain, 'query', text, []);
      // mysql2 adds up the digits of a double, and of sixteen gets the last one wrong.
      for (const [n, row] of read.entries()) if ('d' in row) row['d'] = prepared[n]!['d'];
      expect((await line.query(text, {}))[0]).toEqual(read);
    }
  }));

/** What the catalogue says of a column `at`. */
const AT: NonNullable<Asked['reading']>['decodable'] = new Map([['at', { kind: 'datetime', precision: 3 }]]);

test('without the right to compile code, mysql2 reads the rows', () =>
  withLine(async (line) => {
    const settings = settingsOf(await databases.make());
    const careful = await openConnection(driver, {
      ...settings,
      connection: { ...settings.connection, disableEval: true },
    });
    try {
      const asker = { reading: { decodable: AT, decoded: undefined } };
      const sql = `select 1 as one, cast('2024-01-02' as datetime(3)) as at, ? as given`;
      const [rows] = await new Line(careful, 0).execute(sql, ['x'], asker);
      expect(rows).toEqual([{ one: 1, at: '2024-01-02 00:00:00', given: 'x' }]);
      expect(asker.reading.decoded).toBeUndefined();
      const decoding = { reading: { decodable: AT, decoded: undefined } };
      expect((await line.execute(sql, ['x'], decoding))[0]).toEqual([
        { one: 1, at: new Date('2024-01-02T00:00:00Z'), given: 'x' },
      ]);
      expect(decoding.reading.decoded).toEqual(new Set(['at']));
    } finally {
      careful.destroy();
    }
  }));

test('a statement that fails among its rows takes nothing with it', async () => {
  const db = createShelf({ dialect: mysql(await databases.make()) });
  try {
    await db.knex.raw('create table things (id int primary key)');
    await db.knex.raw('insert into things values (1), (2), (3)');
    const Thing = db.Model.of<{ id: number }>().extend({ tableName: 'things' });
    // The subquery has two rows for the last row alone, after others were sent.
    const failing = db.knex.raw(
      'select id, (select t.id from things t where things.id < 3 and t.id = 1 or things.id = 3 and t.id > 1) as one from things where id > ? order by id',
      [0],
    );
    await expect(Promise.resolve(failing)).rejects.toMatchObject({ errno: 1242 });
    expect((await Thing.fetchAll()).pluck('id')).toEqual([1, 2, 3]);
  } finally {
    await db.destroy();
  }
});

test('a column called __proto__ is refused, as mysql2 does', async () => {
  const db = createShelf({ dialect: mysql(await databases.make()) });
  try {
    const asked = db.knex.raw('select 1 as `__proto__`, ? as two', [2]);
    await expect(Promise.resolve(asked)).rejects.toThrow(/__proto__/);
    expect((await db.knex.raw('select ? as two', [2]))[0]).toEqual([{ two: 2 }]);
  } finally {
    await db.destroy();
  }
});

test('a connection that was paused among its rows goes on with them, and with what comes after', () =>
  withLine(async (line, _plain, _names, connection) => {
    const wire = connection as unknown as { pause(): void; resume(): void; stream: NodeJS.EventEmitter };
    for (const paused of [true, false, true]) {
      if (paused)
        wire.stream.prependOnceListener('data', () => {
          wire.pause();
          setTimeout(() => wire.resume(), 10);
        });
      const [rows] = await line.query('select id from things where id < 3 order by id', {});
      expect(rows).toEqual([{ id: 0 }, { id: 1 }, { id: 2 }]);
      expect((await line.execute('select ? as a', [2], {}))[0]).toEqual([{ a: 2 }]);
    }
  }));

test('on a compressed connection, whose packets mysql2 unpacks, rows are read as on others', async () => {
  const { hostname: host, username: user, password, port, pathname } = new URL(await databases.make());
  const server = { host, user, password: decodeURIComponent(password), database: pathname.slice(1) };
  const db = createShelf({
    dialect: mysql({ ...server, ...(port !== '' && { port: Number(port) }), driver: { compress: true } }),
  });
  try {
    await db.knex.raw('create table things (id int primary key, text longtext, truth boolean)');
    const text = 'compressible '.repeat(20_000);
    await db.knex.raw('insert into things values (1, ?, true), (2, ?, null)', [text, 'short']);
    const Thing = db.Model.of<Record<string, unknown>>().extend({ tableName: 'things' });
    for (let time = 0; time < 2; time++) {
      expect((await Thing.fetchAll()).toJSON()).toEqual([
        { id: 1, text, truth: true },
        { id: 2, text: 'short', truth: null },
      ]);
    }
  } finally {
    await db.destroy();
  }
});
