import { createShelf } from '@shelf/core';
import { useMysql } from '@shelf-tooling/servers';
import type { Connection } from 'mysql2';
import { openConnection } from '../src/connect.js';
import { Line } from '../src/line.js';
import { settingsOf } from '../src/options.js';
import { mysql } from '../src/index.js';
import { driver, fetched } from './driver.js';
import { isMariaDB } from './which.js';

const databases = useMysql();

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
