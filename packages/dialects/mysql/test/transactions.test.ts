import { createShelf, SerializationFailureError, TimeoutError, type Shelf } from '@shelf/core';
import { useMysql } from '@shelf-tooling/servers';
import { mysql } from '../src/index.js';

const databases = useMysql();

async function withRows(work: (db: Shelf) => Promise<void>, max = 4): Promise<void> {
  const url = new URL(await databases.make());
  const { hostname: host, username: user, pathname } = url;
  const password = decodeURIComponent(url.password);
  const port = url.port === '' ? {} : { port: Number(url.port) };
  const db = createShelf({
    dialect: mysql({ host, user, password, ...port, database: pathname.slice(1), pool: { max } }),
  });
  try {
    await db.knex.schema.createTable('rows', (table) => {
      table.integer('id').primary();
      table.integer('n');
    });
    await db.knex('rows').insert([
      { id: 1, n: 0 },
      { id: 2, n: 0 },
    ]);
    await work(db);
  } finally {
    await db.destroy();
  }
}

test('after a deadlock that the callback has caught, nothing runs outside of the transaction that the server has ended', () =>
  withRows(async (db) => {
    const refused: unknown[] = [];
    let waiting = 2;
    let meet!: () => void;
    const met = new Promise<void>((resolve) => (meet = resolve));
    const outcomes = await Promise.allSettled(
      [1, 2].map((first) =>
        db.transaction(async (t) => {
          await t('rows').where('id', first).update({ n: first });
          if (--waiting === 0) meet();
          await met;
          await t('rows')
            .where('id', 3 - first)
            .update({ n: first })
            .catch((error: unknown) => refused.push(error));
          await t('rows').insert({ id: first + 10, n: first });
        }),
      ),
    );
    expect(refused).toHaveLength(1);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [lost] = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
    expect(lost).toBeInstanceOf(SerializationFailureError);
    expect(await db.knex('rows').where('id', '>', 10)).toHaveLength(1);
  }));

test.each(['serializable', 'repeatable read', 'read committed', 'read uncommitted', 'snapshot'] as const)(
  'in a transaction for reading only, at the level %s, nothing is written',
  (isolationLevel) =>
    withRows(async (db) => {
      const options = { isolationLevel, readOnly: true };
      expect(await db.transaction(async (t) => t('rows').pluck('id'), options)).toEqual([1, 2]);
      await expect(db.transaction(async (t) => t('rows').delete(), options)).rejects.toMatchObject({
        code: 'READ_ONLY',
      });
      expect(await db.knex('rows').count({ n: '*' })).toEqual([{ n: 2 }]);
    }),
);

// What a reader sees of a row that another transaction changes: before its first read, before that commits, and afterwards.
test.each([
  ['read uncommitted', [0, 1, 1]],
  ['read committed', [0, 0, 1]],
  ['repeatable read', [0, 0, 0]],
  ['snapshot', [0, 0, 0]],
] as const)('the isolation level %s lets a reader see %j', (isolationLevel, expected) =>
  withRows(async (db) => {
    const seen: unknown[] = [];
    await db.transaction(
      async (reading) => {
        const look = async (): Promise<void> =>
          void seen.push((await reading('rows').where('id', 1).first<{ n: number }>('n'))?.n);
        await look();
        await db.transaction(
          async (writing) => {
            await writing('rows').where('id', 1).update({ n: 1 });
            await look();
          },
          { transacting: null },
        );
        await look();
      },
      { isolationLevel },
    );
    expect(seen).toEqual(expected);
  }),
);

test('the isolation level serializable: what was read is locked until the end', () =>
  withRows(async (db) => {
    await db.transaction(
      async (reading) => {
        await reading('rows').where('id', 1);
        const writing = db.transaction(
          async (t) => {
            await t.raw('set innodb_lock_wait_timeout = 1');
            await t('rows').where('id', 1).update({ n: 1 });
          },
          { transacting: null },
        );
        await expect(writing).rejects.toMatchObject({ code: 'TIMEOUT' });
      },
      { isolationLevel: 'serializable' },
    );
  }));

test('a query that its caller gives up is stopped on the server, and the next one on its connection is not', () =>
  withRows(async (db) => {
    await db.knex.raw('create view slow as select sleep(60) as slept');
    const Slow = db.Model.extend({ tableName: 'slow' });
    await db.dialect.describe(db.knex, 'slow');
    for (let round = 0; round < 5; round++) {
      await expect(Slow.fetchAll({ timeout: 20 })).rejects.toBeInstanceOf(TimeoutError);
      expect(await db.knex('rows').pluck('id')).toEqual([1, 2]);
    }
  }, 1));

test('a query that fails leaves what the others of its transaction did', () =>
  withRows(async (db) => {
    await db.transaction(async (t) => {
      await t('rows').insert({ id: 3, n: 3 });
      await expect(t('rows').insert({ id: 3, n: 4 })).rejects.toMatchObject({ errno: 1062 });
    });
    expect(await db.knex('rows').orderBy('id').pluck('n')).toEqual([0, 0, 3]);
  }));
