import { createShelf } from '@shelf/core';
import { useMysql } from '@shelf-tooling/servers';
import { createRequire } from 'node:module';
import type { Connection } from 'mysql2';
import { openConnection, type Driver } from '../src/connect.js';
import { Line, type Asked } from '../src/line.js';
import { settingsOf } from '../src/options.js';
import { mysql } from '../src/index.js';
import { isMariaDB } from './which.js';

const databases = useMysql();
const driver = createRequire(import.meta.url)('mysql2') as Driver;

/** Columns of every type, with values at their ends. */
const COLUMNS: Readonly<Record<string, readonly [declared: string, values: readonly string[]]>> = {
  ti: ['tinyint', ['-128', '127', '0', 'null']],
  tu: ['tinyint unsigned', ['255', '128', '0', 'null']],
  truth: ['boolean', ['true', 'false', '7', 'null']],
  si: ['smallint', ['-32768', '32767', '-1', 'null']],
  su: ['smallint unsigned', ['65535', '32768', '0', 'null']],
  mi: ['mediumint', ['-8388608', '8388607', '-1', 'null']],
  mu: ['mediumint unsigned', ['16777215', '8388608', '0', 'null']],
  i: ['int', ['-2147483648', '2147483647', '-1', 'null']],
  iu: ['int unsigned', ['4294967295', '2147483648', '0', 'null']],
  filled: ['int(200) unsigned zerofill', ['5', '4294967295', '0', 'null']],
  bi: ['bigint', ['-9223372036854775808', '9007199254740992', '-9007199254740992', '-9007199254740991', '-1', 'null']],
  bu: ['bigint unsigned', ['18446744073709551615', '9007199254740991', '9007199254740992', '4294967296', '0', 'null']],
  y: ['year', ['1901', '2155', '0', 'null']],
  f: ['float', ['1.5', '-3.25e38', '1e-38', 'null']],
  d: ['double', ['1.7976931348623157e308', '5e-324', '9.999999999999999', '-0.1', '123456.75', 'null']],
  de: ['decimal(30, 10)', ['-12345678901234567890.0123456789', '0', 'null']],
  bits: ['bit(12)', ["b'101010101010'", "b'0'", 'null']],
  da: ['date', ["'0000-00-00'", "'2024-00-10'", "'0099-12-31'", "'9999-12-31'", "'2024-02-29'", 'null']],
  ti0: ['time', ["'-838:59:59'", "'838:59:59'", "'00:00:00'", 'null']],
  ti6: ['time(6)', ["'-12:00:00.000001'", "'12:00:00.100000'", "'00:00:00'", 'null']],
  dt0: [
    'datetime',
    ["'0000-00-00 00:00:00'", "'2024-00-00 10:00:00'", "'0001-01-01 00:00:00'", "'9999-12-31 23:59:59'", 'null'],
  ],
  dt3: ['datetime(3)', ["'0000-00-00 00:00:00.000'", "'0050-03-01 12:00:00.007'", "'2024-02-29 23:59:59.999'", 'null']],
  dt6: [
    'datetime(6)',
    ["'0000-00-00 00:00:00.000001'", "'1969-12-31 23:59:59.999999'", "'2024-02-29 00:00:00'", 'null'],
  ],
  ts3: ['timestamp(3) null', ["'1970-01-01 00:00:01.001'", "'2038-01-19 03:14:07.999'", 'null']],
  vc: ['varchar(300)', ["''", "'a'", "'🐴 é ☃'", "repeat('x', 250)", "repeat('x', 251)", "repeat('🐴', 300)", 'null']],
  lt: ['longtext', ["repeat('long ', 20000)", "'short'", 'null']],
  la: ['varchar(20) character set latin1', ["'é'", "'plain'", 'null']],
  vb: ['varbinary(300)', ["x''", "x'00ff'", "repeat(x'fe', 300)", 'null']],
  en: ["enum('a','é')", ["'a'", "'é'", 'null']],
  se: ["set('a','b')", ["'a,b'", "''", 'null']],
  js: ['json', [`'{"a": [1, "é"], "big": 12345678901234567890}'`, "'null'", 'null']],
  pt: ['point', ['point(1.5, -2)', 'null']],
};

/** Those with which decoding has to do. */
const DECODED: ReadonlySet<string> = new Set(['truth', 'tu', 'dt0', 'dt3', 'dt6', 'ts3']);

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

type Fetched = Record<string, unknown>[];

function fetched(
  plain: Connection,
  method: 'query' | 'execute',
  sql: string,
  values: readonly unknown[],
): Promise<Fetched> {
  return new Promise((resolve, reject) =>
    plain[method]({ sql, values: values as never }, (error, rows) =>
      error ? reject(error) : resolve(rows as Fetched),
    ),
  );
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
      // A builder's rows are decoded by the codecs.
      const built = (await Thing.query((qb) => qb.whereRaw('1 = 1')).fetchAll()).toJSON();
      expect(decoded).toEqual(built);
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

/** What the catalogue says of a column `at`. */
const AT: Asked['decodable'] = new Map([['at', { kind: 'datetime', precision: 3 }]]);

test('without the right to compile code, mysql2 reads the rows', () =>
  withLine(async (line) => {
    const settings = settingsOf(await databases.make());
    const careful = await openConnection(driver, {
      ...settings,
      connection: { ...settings.connection, disableEval: true },
    });
    try {
      const asker: Asked = { decodable: AT };
      const sql = `select 1 as one, cast('2024-01-02' as datetime(3)) as at, ? as given`;
      const [rows] = await new Line(careful, 0).execute(sql, ['x'], asker);
      expect(rows).toEqual([{ one: 1, at: '2024-01-02 00:00:00', given: 'x' }]);
      expect(asker.decoded).toBeUndefined();
      const decoding: Asked = { decodable: AT };
      expect((await line.execute(sql, ['x'], decoding))[0]).toEqual([
        { one: 1, at: new Date('2024-01-02T00:00:00Z'), given: 'x' },
      ]);
      expect(decoding.decoded).toEqual(new Set(['at']));
    } finally {
      careful.destroy();
    }
  }));

test('MariaDB describes the columns of a prepared statement once, and again when they have become others', async () => {
  const url = await databases.make();
  const db = createShelf({ dialect: mysql(url) });
  const settings = settingsOf(url);
  const connection = await openConnection(driver, settings);
  try {
    const mariaDB = await isMariaDB(db.knex);
    const line = new Line(connection, 0);
    const { stream } = connection as unknown as { readonly stream: { readonly bytesRead: number } };
    const run = async (sql: string, ...values: unknown[]): Promise<readonly [rows: unknown, bytes: number]> => {
      const before = stream.bytesRead;
      const [rows] = await line.execute(sql, values, {});
      return [rows, stream.bytesRead - before];
    };
    await db.knex.raw('create table things (id int primary key, name varchar(10))');
    await db.knex.raw(`insert into things values (1, 'one')`);
    const sql = 'select * from things where id = ?';
    const [rows] = await run(sql, 1);
    expect(rows).toEqual([{ id: 1, name: 'one' }]);
    const [again, bytes] = await run(sql, 1);
    expect(again).toEqual(rows);
    expect(bytes < 60).toBe(mariaDB);
    const changes: readonly [change: string, expected: object][] = [
      ['alter table things add column more int default 5', { id: 1, name: 'one', more: 5 }],
      ['alter table things modify column more varchar(5)', { id: 1, name: 'one', more: '5' }],
      ['alter table things rename column more to most', { id: 1, name: 'one', most: '5' }],
      ['alter table things modify column most bigint unsigned', { id: 1, name: 'one', most: 5 }],
      ['alter table things modify column name varbinary(10)', { id: 1, name: Buffer.from('one'), most: 5 }],
      ['alter table things drop column most', { id: 1, name: Buffer.from('one') }],
      ['drop table things', {}],
      ['create table things (id bigint primary key, at datetime default "2024-01-02")', {}],
      ['insert into things (id) values (1)', { id: 1, at: '2024-01-02 00:00:00' }],
      ['alter table things rename to others', {}],
      ['create view things as select id, 2 as two from others', { id: 1, two: 2 }],
      ['create or replace view things as select id, at as two from others', { id: 1, two: '2024-01-02 00:00:00' }],
    ];
    for (const [change, expected] of changes) {
      await db.knex.raw(change);
      if (Object.keys(expected).length === 0) continue;
      for (let time = 0; time < 2; time++) expect((await run(sql, 1))[0]).toEqual([expected]);
    }
    // What the parameters are decides here what the columns are.
    for (const value of ['text', 1.5, null, Buffer.from('b'), 'text', 'a longer text'])
      expect((await run('select ? as value', value))[0]).toEqual([{ value }]);
  } finally {
    connection.destroy();
    await db.destroy();
  }
});

test('statements that others send on a connection are read by mysql2, and MariaDB does not describe their columns again', async () => {
  const db = createShelf({ dialect: mysql(await databases.make()) });
  try {
    await db.knex.raw('create table things (id int primary key, at datetime)');
    await db.knex.raw(`insert into things values (1, '2024-01-02'), (2, null)`);
    await db.knex.raw('create procedure several() begin select 1 as one; select * from things; select 2 as two; end');
    const { client } = db.knex;
    const connection = (await client.acquireConnection()) as Connection;
    try {
      const rows = [
        { id: 1, at: '2024-01-02 00:00:00' },
        { id: 2, at: null },
      ];
      for (let time = 0; time < 3; time++) {
        expect(await fetched(connection, 'execute', 'select * from things where id > ?', [0])).toEqual(rows);
        expect(await fetched(connection, 'query', 'select * from things', [])).toEqual(rows);
        const results = await fetched(connection, 'execute', 'call several()', []);
        expect(results.slice(0, 3)).toEqual([[{ one: 1 }], rows, [{ two: 2 }]]);
        const events: unknown[] = [];
        await new Promise((resolve, reject) =>
          connection
            .execute('select * from things where id > ?', [0])
            .on('fields', (fields: { name: string }[]) => events.push(fields.map(({ name }) => name)))
            .on('result', (row) => events.push({ ...row }))
            .on('error', reject)
            .on('end', resolve),
        );
        expect(events).toEqual([['id', 'at'], ...rows]);
      }
    } finally {
      await client.releaseConnection(connection);
    }
    const streamed: unknown[] = [];
    for await (const row of db.knex('things').where('id', '>', 0).stream()) streamed.push(row);
    expect(streamed).toHaveLength(2);
    const [several] = (await db.knex.raw('call several()')) as [unknown[]];
    expect(several.slice(0, 3)).toEqual([
      [{ one: 1 }],
      [expect.objectContaining({ id: 1 }), expect.anything()],
      [{ two: 2 }],
    ]);
  } finally {
    await db.destroy();
  }
});

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

test('the charset of results may change on a connection', async () => {
  const db = createShelf({ dialect: mysql(await databases.make()) });
  try {
    await db.knex.raw('create table things (id int primary key, text varchar(20) character set utf8mb4)');
    const Thing = db.Model.of<{ id: number; text: string }>().extend({ tableName: 'things' });
    await new Thing({ id: 1, text: 'né ☃' }).save(null, { method: 'insert' });
    await db.transaction(async (t) => {
      const text = async (): Promise<unknown[]> => [
        (await new Thing({ id: 1 }).fetch({ transacting: t }))!.get('text'),
        (await Thing.fetchAll({ transacting: t })).at(0)!.get('text'),
      ];
      for (const charset of ['utf8mb4', 'latin1', 'null', 'utf8mb4', 'binary', 'utf8mb4']) {
        await t.raw(`SET @@session.Character_Set_Results = ${charset}`);
        const read = charset === 'latin1' ? 'né ?' : charset === 'binary' ? Buffer.from('né ☃') : 'né ☃';
        expect([charset, ...(await text())]).toEqual([charset, read, read]);
      }
    });
  } finally {
    await db.destroy();
  }
});

test('the fields of a result are its own: who changes them changes no other', async () => {
  const db = createShelf({ dialect: mysql(await databases.make()) });
  try {
    for (let time = 0; time < 3; time++) {
      const [rows, fields] = (await db.knex.raw('select ? as one, 2 as two', [1])) as [unknown[], unknown[]];
      expect(rows).toEqual([{ one: 1, two: 2 }]);
      expect(fields).toHaveLength(2);
      fields.length = 0;
    }
  } finally {
    await db.destroy();
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
