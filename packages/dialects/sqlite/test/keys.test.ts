import { clientOf, drivers, open } from './open.js';

describe.each(drivers)('%s', (driver) => {
  const beyond = '9007199254740993';

  test('a key beyond 2^53 is not rounded', async () => {
    const { knex } = open({ driver });
    await knex.raw('create table t (id integer primary key, a)');
    expect(await knex('t').insert({ id: BigInt(beyond), a: 1 })).toEqual([beyond]);
    expect(await knex('t').insert({ a: 2 })).toEqual(['9007199254740994']);
    expect(await knex('t').insert({ id: 2n ** 63n - 1n, a: 3 })).toEqual(['9223372036854775807']);
    expect(await knex('t').insert({ id: -(2n ** 63n), a: 4 })).toEqual(['-9223372036854775808']);
    expect(
      await knex('t')
        .where({ id: BigInt(beyond) })
        .update({ a: 5 }),
    ).toBe(1);
    expect(await knex('t').select('a').where({ id: beyond })).toEqual([{ a: 5 }]);
    expect(await knex('t').insert({ id: 7, a: 6 })).toEqual([7]);
    expect(await knex('t').insert({ id: Number.MAX_SAFE_INTEGER, a: 7 })).toEqual([Number.MAX_SAFE_INTEGER]);
    expect(await knex('t').insert({ id: 2 ** 31, a: 8 })).toEqual([2 ** 31]);
  });

  test('it is a BigInt on request', async () => {
    const { knex } = open({ driver, bigInts: true });
    await knex.raw('create table t (id integer primary key, a)');
    expect(await knex('t').insert({ a: 1 })).toEqual([1]);
    expect(await knex('t').insert({ id: BigInt(beyond) })).toEqual([BigInt(beyond)]);
  });

  test('in a transaction, and with other inserts waiting', async () => {
    const { knex } = open({ driver });
    await knex.raw('create table t (id integer primary key, a)');
    await knex('t').insert({ id: BigInt(beyond) - 1n });
    const keys = await knex.transaction((t) =>
      Promise.all(Array.from({ length: 5 }, (_, i) => t('t').insert({ a: i }))),
    );
    expect(keys.flat()).toEqual([3, 4, 5, 6, 7].map((digit) => `900719925474099${digit}`));
  });

  test('only an insert asks for it', async () => {
    const { knex } = open({ driver });
    await knex.raw('create table t (id integer primary key, a)');
    await knex('t').insert({ id: BigInt(beyond), a: 1 });
    const client = clientOf(knex);
    const connection = await client.acquireConnection();
    const { context } = await client.query(connection, { method: 'update', sql: 'update t set a = 2' });
    expect(context).toMatchObject({ changes: 1 });
    await client.releaseConnection(connection);
  });
});
