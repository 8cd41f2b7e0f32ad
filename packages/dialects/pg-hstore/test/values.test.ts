import { createShelf, type Shelf } from '@shelf/core';
import { instantText, ownInstantIn, readInstant } from '../src/dialect/instants.js';
import { useDatabase } from './database.js';

const database = useDatabase('create extension citext');

async function withColumn(
  type: string,
  work: (db: Shelf, roundTrip: (value: unknown) => Promise<unknown>) => Promise<void>,
  bigInts = false,
): Promise<void> {
  const db = createShelf({ dialect: await database.dialect({ bigInts }) });
  try {
    await db.knex.raw(`create type mood as enum ('sad', 'it''s "ok"')`);
    await db.knex.raw('create domain positive as integer check (value > 0)');
    await db.knex.raw(`create table things (id serial primary key, value ${type})`);
    const Thing = db.Model.of<Record<string, unknown>>().extend({ tableName: 'things' });
    await work(db, async (value) => {
      const { id } = await new Thing({ value }).save();
      const thing = await new Thing({ id }).fetch({ require: true });
      return thing.get('value');
    });
  } finally {
    await db.destroy();
  }
}

test.each<[string, unknown, unknown?]>([
  ['text[]', ['a', '', 'NULL', 'null', null, 'a,b', '{x}', '"quoted"', 'back\\slash', "it's", ' pad ', 'žluť 🐴']],
  ['text[]', []],
  ['integer[]', [1, null, -5]],
  [
    'integer[]',
    [
      [1, 2],
      [3, 4],
    ],
  ],
  ['bigint[]', [1, '9007199254740993']],
  ['boolean[]', [true, null, false]],
  ['numeric[]', ['1.50', '-0.01']],
  ['bytea[]', [Buffer.from([0, 255]), Buffer.alloc(0)]],
  ['timestamptz[]', [new Date(5), new Date('2024-03-10T10:30:00.123Z')]],
  ['date[]', ['2024-02-29', '0044-03-15 BC']],
  ['uuid[]', ['123e4567-e89b-12d3-a456-426614174000']],
  ['uuid', '{123E4567-E89B12D3-A456-4266-14174000}', '123e4567-e89b-12d3-a456-426614174000'],
  ['box[]', ['(3,4),(1,2)', null, '(1,1),(0,0)']],
  ['box[]', [['(3,4),(1,2)'], ['(1,1),(0,0)']]],
  ['point[]', ['(1,2)', '(3,4)']],
  ['jsonb[]', [{ a: [1, '"'] }, [], 'text']],
  ['mood[]', ['sad', `it's "ok"`, null]],
  ['citext[]', ['A', 'b']],
  ['mood', `it's "ok"`],
  ['citext', 'AbC'],
  ['positive', 7],
  ['char(5)', 'ab', 'ab   '],
  ['varchar(3)', 'abc'],
  ['numeric', '123456789012345678901234567890.123456789'],
  ['numeric(12, 2)', 12.5, '12.50'],
  ['numeric', 'nan', 'NaN'],
  ['numeric', '-infinity', '-Infinity'],
  ['numeric[]', ['NaN', '1']],
  ['real', 0.1],
  ['timestamp', new Date('2024-03-10T10:30:00.123Z')],
  ['timestamp', '2024-03-10T10:30:00.123+05:45', new Date('2024-03-10T04:45:00.123Z')],
  ['timestamptz', '12345-06-07 08:09:10.011', new Date('+012345-06-07T08:09:10.011Z')],
  ['timestamptz', '0044-03-15 00:00:00 BC', new Date('-000043-03-15T00:00:00.000Z')],
  ['timestamptz', '2024-12-31T24:00:00Z', new Date('2025-01-01T00:00:00.000Z')],
  ['timestamptz', 'infinity'],
  ['timestamptz', '-infinity'],
  ['date', 'infinity'],
  ['time', '12:34:56.789012'],
  ['timetz', '12:34:56+05:45'],
  ['interval', '1 day 02:03:04'],
  ['inet', '10.0.0.1'],
  ['bit(3)', '101'],
  ['int4range', '[1,5)'],
  ['point', '(1,2)'],
  ['jsonb', []],
  ['jsonb', 'null'],
  ['json', { a: ['a\ud800\0'] }],
])('%s holds %j', (type, value, read = value) =>
  withColumn(type, async (_, roundTrip) => {
    expect(await roundTrip(value)).toEqual(read);
  }),
);

test.each<[string, unknown]>([
  ['integer', 1.5],
  ['uuid', 'no uuid'],
  ['uuid', '{123e4567-e89b-12d3-a456-426614174000'],
  ['uuid', '123e4567-e89b-12d3-a456-426614174000}'],
  ['uuid', '123e-4567-e89b-12d3-a456-4266-1417-4000-'],
  ['uuid', '123-e4567-e89b-12d3-a456-426614174000'],
  ['uuid', '123e4567--e89b-12d3-a456-426614174000'],
  ['jsonb', 'a\0b'],
  ['jsonb', { a: '\udc00' }],
  ['text[]', 'text'],
  ['text[]', ['a\0']],
  ['integer[]', [1.5]],
  ['date', '2024-02-30'],
  ['timestamptz', '2024-02-30T00:00:00Z'],
  ['numeric', 'x'],
])('%s refuses %j before anything is sent', (type, value) =>
  withColumn(type, async (db, roundTrip) => {
    const sent: string[] = [];
    db.knex.on('query', ({ sql }: { sql: string }) => sent.push(sql));
    await expect(roundTrip(value)).rejects.toBeInstanceOf(db.InvalidValueError);
    expect(sent.filter((sql) => sql.startsWith('insert'))).toEqual([]);
  }),
);

test('bigInts: a bigint is always a BigInt', () =>
  withColumn(
    'bigint',
    async (_, roundTrip) => {
      expect([await roundTrip(5), await roundTrip('9007199254740993')]).toEqual([5n, 9007199254740993n]);
    },
    true,
  ));

// hazard 9
test.each(['timestamptz', 'timestamp'])('a key of microseconds, %s, stays text, and finds its row', async (type) => {
  const db = createShelf({ dialect: await database.dialect() });
  await db.knex.raw(`create table moments (at ${type} primary key, name text, seen ${type})`);
  const Moment = db.Model.of<{ at: string; name: string; seen: Date }>().extend({
    tableName: 'moments',
    idAttribute: 'at',
  });
  const at = '2024-03-10T10:30:00.123456Z';
  await db.knex('moments').insert({ at, name: 'a', seen: at });
  const [moment] = (await Moment.fetchAll()).models;
  expect(moment?.attributes).toEqual({
    at: '2024-03-10 10:30:00.123456',
    name: 'a',
    seen: new Date('2024-03-10T10:30:00.123Z'),
  });
  await moment?.save({ name: 'b' }, { patch: true });
  expect((await new Moment({ at }).fetch())?.get('name')).toBe('b');
  await moment?.destroy({ require: true });
  expect(await Moment.count()).toBe(0);
  await db.destroy();
});

test('instants are read as Date.parse reads them, and written so that PostgreSQL reads them', () => {
  for (const iso of ['1969-12-31T23:59:59.999Z', '2000-02-29T00:00:00.000Z', '0001-01-01T00:00:00.000Z'])
    expect(readInstant(iso.replace('T', ' ').replace('Z', '+00'))).toEqual(new Date(iso));
  expect(readInstant('2024-01-01 00:00:00+05:45')).toEqual(new Date('2023-12-31T18:15:00Z'));
  expect(readInstant('infinity')).toBe('infinity');
  expect(readInstant('294276-12-31 23:59:59+00')).toBe('294276-12-31 23:59:59+00');
  expect(instantText(new Date('0000-06-07T00:00:00.000Z'))).toBe('0001-06-07T00:00:00.000Z BC');
  expect(ownInstantIn('12024-03-10 10:30:00.123456+01')).toBe('12024-03-10T09:30:00.123456Z');
  expect(ownInstantIn('0044-03-15 BC')).toBe('0044-03-15T00:00:00.000Z BC');
  expect(ownInstantIn('2024-03-10')).toBeUndefined();
  expect(ownInstantIn('soon')).toBeUndefined();
});
