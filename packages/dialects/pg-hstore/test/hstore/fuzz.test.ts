import { isDeepStrictEqual } from 'node:util';
import { Client } from 'pg';
import { readHstore, writeHstore } from '../../src/hstore/text.js';
import { Unpacker } from '../../src/hstore/unpacker.js';
import { useHstore } from './badgers.js';
import { random, recordOf, type Record_ } from './records.js';

const database = useHstore();

const RECORDS = 100_000;
const AT_ONCE = 1000;
const MEGABYTE = 1 << 20;

// What the server makes of our text is compared with what it builds of the same pairs, which reach it as JSON.
const STORE = `
with given as (
  select n, held::hstore as held, coalesce(
    (select hstore(array_agg(pair ->> 0), array_agg(pair ->> 1)) from jsonb_array_elements(pairs::jsonb) as pair), ''
  ) as built
  from unnest($1::int[], $2::text[], $3::text[]) as given (n, held, pairs)
), stored as (
  insert into records select n, held from given returning n
)
select (select count(*) from stored)::int as stored, count(*)::int as alike
from given where held = built and hstore_to_matrix(held) is not distinct from hstore_to_matrix(built)`;

/** Resolves to the texts that the server writes of records; rejects where it does not see what they hold. */
async function storeAndRead(client: Client, records: readonly Record_[]): Promise<string[]> {
  const numbers = records.map((_, n) => n);
  const texts = records.map((record) => writeHstore(Object.entries(record)));
  const pairs = records.map((record) => JSON.stringify(Object.entries(record)));
  await client.query('truncate records');
  const { rows } = await client.query<{ stored: number; alike: number }>(STORE, [numbers, texts, pairs]);
  if (rows[0]?.stored !== records.length || rows[0].alike !== records.length)
    throw new Error(`The server sees other records: ${JSON.stringify(rows)} of ${records.length}`);
  const read = await client.query<{ held: string }>('select held from records order by n');
  return read.rows.map(({ held }) => held);
}

/** Reads the server's texts in both ways; throws where a record comes back as another, and answers how many did not. */
function compare(records: readonly Record_[], texts: readonly string[]): number {
  const unpacker = new Unpacker([], () => undefined);
  for (const [n, record] of records.entries()) {
    const row = unpacker.unpack({}, texts[n]);
    const read = readHstore(texts[n] as string);
    if (!isDeepStrictEqual(read, record) || !isDeepStrictEqual(row, record))
      throw new Error(`Record ${n} came back as another: ${JSON.stringify({ record, read, row, text: texts[n] })}`);
  }
  return records.length;
}

async function connected(work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query('create temporary table records (n int, held hstore)');
    await work(client);
  } finally {
    await client.end();
  }
}

test(`${RECORDS} random records of hostile names and values are stored and read back, byte for byte`, async () => {
  const seed = Date.now() % 2 ** 31;
  const next = random(seed);
  let same = 0;
  await connected(async (client) => {
    for (let n = 0; n < RECORDS; n += AT_ONCE) {
      const records = Array.from({ length: AT_ONCE }, () => recordOf(next));
      try {
        same += compare(records, await storeAndRead(client, records));
      } catch (error) {
        throw new Error(`With the seed ${seed}, in the records from ${n} on`, { cause: error });
      }
    }
  });
  expect(same).toBe(RECORDS);
}, 120_000);

test('names and values of a megabyte', () =>
  connected(async (client) => {
    const records = ['"\\', '😀', "=>',"].map((piece): Record_ => {
      const long = piece.repeat(MEGABYTE / Buffer.byteLength(piece));
      return { short: 'x', value: long, [`${long}.`]: 'value', last: null };
    });
    expect(compare(records, await storeAndRead(client, records))).toBe(3);
  }));
