import { InvalidValueError } from '@shelf/core';
import { bindable } from '../src/bindings.js';
import { clientOf, drivers, open, rejection, run } from './open.js';

describe.each(drivers)('%s', (driver) => {
  /** Stores a value through knex in a column without a type; what SQLite then holds and returns. */
  async function stored(value: unknown): Promise<{ value: unknown; type: unknown; hex: unknown }> {
    const { knex } = open({ driver });
    await knex.raw('create table t (a)');
    await knex('t').insert({ a: value as never });
    const [row] = await run(knex, 'select a as value, typeof(a) as type, hex(a) as hex from t');
    return row as never;
  }

  test.each([
    ['a Date', new Date(Date.UTC(2024, 1, 29, 12, 30, 15, 7)), '2024-02-29T12:30:15.007Z', 'text'],
    ['true', true, 1, 'integer'],
    ['false', false, 0, 'integer'],
    ['an integer', 5, 5, 'integer'],
    ['a negative integer', -7, -7, 'integer'],
    ['a float', 1.5, 1.5, 'real'],
    ['minus zero', -0, 0, 'integer'],
    ['2^53 - 1', Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, expect.any(String)],
    ['a huge float', 1e300, 1e300, 'real'],
    ['a small BigInt', 5n, 5, 'integer'],
    ['null', null, null, 'null'],
    ['an empty string', '', '', 'text'],
    ['Unicode', 'žluťoučký 🐴 \u{10ffff}', 'žluťoučký 🐴 \u{10ffff}', 'text'],
    ['U+0000 in text', 'a\0b\0', 'a\0b\0', 'text'],
    ['a string that looks like a number', '007', '007', 'text'],
  ])('%s', async (_, value, expected, type) => {
    expect(await stored(value)).toMatchObject({ value: expected, type });
  });

  test.each([
    ['a Buffer', Buffer.from([0, 1, 255])],
    ['an empty Buffer', Buffer.alloc(0)],
    ['a Uint8Array', Uint8Array.from([7, 0, 8])],
    ['part of a larger Uint8Array', new Uint8Array([1, 2, 3, 4]).subarray(1, 3)],
  ])('%s', async (_, bytes) => {
    const { value, type, hex } = await stored(bytes);
    expect(type).toBe('blob');
    expect(hex).toBe(Buffer.from(bytes).toString('hex').toUpperCase());
    expect(Buffer.isBuffer(value)).toBe(true);
    expect([...(value as Buffer)]).toEqual([...bytes]);
  });

  test('a column that some rows of an insert leave out is null', async () => {
    const { knex } = open({ driver });
    await knex.raw('create table t (a default 1, b default 2)');
    await knex('t').insert([{ a: 'x' }, { b: 'y' }]);
    expect(await knex('t')).toEqual([
      { a: 'x', b: null },
      { a: null, b: 'y' },
    ]);
    await expect((async () => knex('t').where({ a: undefined as never }))()).rejects.toThrow('Undefined binding(s)');
    await expect((async () => knex('t').whereIn('a', [1, undefined as never]))()).rejects.toThrow(
      'Undefined binding(s)',
    );
  });

  test('BigInt reaches an INTEGER column exactly', async () => {
    const { knex } = open({ driver });
    await knex.raw('create table t (a integer)');
    for (const value of [2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n + 1n, 3_000_000_000n, -3_000_000_000n, 0n]) {
      await knex('t').delete();
      await knex('t').insert({ a: value });
      const [row] = await knex('t')
        .select({ a: knex.raw('cast(a as text)'), type: knex.raw('typeof(a)') })
        .where({ a: value });
      expect(row).toEqual({ a: String(value), type: 'integer' });
    }
  });

  test('an integer finds a text column', async () => {
    const { knex } = open({ driver });
    await knex.raw('create table t (a text)');
    await knex('t').insert({ a: 5 });
    expect(await knex('t').where({ a: 5 })).toEqual([{ a: '5' }]);
    expect(await knex('t').where({ a: '5' })).toEqual([{ a: '5' }]);
  });

  test.each([
    ['NaN', NaN, 'Binding 1 is NaN'],
    ['Infinity', Infinity, 'Binding 1 is Infinity'],
    ['-Infinity', -Infinity, 'Binding 1 is -Infinity'],
    ['an invalid Date', new Date(NaN), 'Binding 1 is an invalid Date'],
    ['an array', ['a'], 'Binding 1 is an array'],
    ['a Map', new Map(), 'Binding 1 is an object'],
    ['a RegExp', /a/, 'Binding 1 is an object'],
    ['a symbol', Symbol('a'), 'Binding 1 is a symbol'],
    ['half of a surrogate pair', 'a\ud800b', 'half of a surrogate pair'],
    ['a BigInt of more than 64 bits', 2n ** 63n, 'Binding 1 is 9223372036854775808n, which is beyond 64 bits'],
  ])('%s is refused before anything is sent', async (_, value, message) => {
    const { knex } = open({ driver });
    await knex.raw('create table t (a)');
    const sent = jest.fn();
    knex.on('query', sent);
    const error = await rejection(knex('t').insert({ a: value as never }));
    expect(error).toBeInstanceOf(InvalidValueError);
    expect(error.message).toContain(message);
    expect(sent).not.toHaveBeenCalled();
    expect(await knex('t')).toEqual([]);
  });

  test.each([
    ['undefined', undefined],
    ['a function', () => 1],
    ['an object', { a: 1 }],
  ])('%s is refused', async (_, value) => {
    const { knex } = open({ driver });
    const client = clientOf(knex);
    const connection = await client.acquireConnection();
    const send = async (): Promise<unknown> => client.query(connection, { sql: 'select ? as a', bindings: [value] });
    expect(await rejection(send())).toBeInstanceOf(InvalidValueError);
    await client.releaseConnection(connection);
  });

  test('too few and too many bindings are refused, also when the statement has run before', async () => {
    const { knex, dialect } = open({ driver });
    const client = clientOf(knex);
    const connection = await client.acquireConnection();
    const send = (sql: string, ...bindings: unknown[]): Promise<{ response: unknown }> =>
      client.query(connection, { sql, bindings });
    const sql = "select ? as a, '?' as b, ? as `?` -- ?";
    expect((await send(sql, 1, 2)).response).toEqual([{ a: 1, b: '?', '?': 2 }]);
    for (const bindings of [[], [1], [1, 2, 3]]) {
      expect(dialect.translate(await rejection(send(sql, ...bindings)))).toEqual({ error: 'InvalidValue' });
    }
    expect((await send('select 1 as a')).response).toEqual([{ a: 1 }]);
    expect(dialect.translate(await rejection(send('select 1 as a', 1)))).toEqual({ error: 'InvalidValue' });
    await client.releaseConnection(connection);
  });

  test('named parameters of knex work', async () => {
    const { knex } = open({ driver });
    expect(await knex.raw('select :b as b, :a as a', { a: 1, b: 2 })).toEqual([{ b: 2, a: 1 }]);
  });

  test('events show what was bound, as plain values', async () => {
    const { knex } = open({ driver });
    await knex.raw('create table t (a, b, c)');
    const seen: unknown[] = [];
    knex.on('query', ({ bindings }: { bindings: unknown }) => seen.push(bindings));
    await knex('t').insert({ a: 5, b: true, c: new Date(0) });
    expect(seen).toEqual([[5, 1, '1970-01-01T00:00:00.000Z']]);
  });

  test('SQL with U+0000 is refused, where SQLite would stop reading', async () => {
    const { knex } = open({ driver });
    await knex.raw('create table t (a)');
    await knex('t').insert([{ a: 1 }, { a: 2 }]);
    expect(await rejection(knex.raw('delete from t \0 where a = 1'))).toBeInstanceOf(InvalidValueError);
    expect(await knex('t')).toHaveLength(2);
  });
});

test('numbered parameters of sqlite3 work', async () => {
  const { knex } = open({ driver: 'sqlite3' });
  expect(await run(knex, 'select ?2 as b, ?1 as a', [1, 2])).toEqual([{ b: 2, a: 1 }]);
});

test('bindings that need no change are not copied', () => {
  const plain = ['a', 1, 1.5, null];
  expect(bindable(plain)).toBe(plain);
  const changed = ['a', true];
  expect(bindable(changed)).toEqual(['a', 1]);
  expect(changed).toEqual(['a', true]);
});
