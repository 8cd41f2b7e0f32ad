import { createShelf } from '@shelf/core';
import { useMysql } from '@shelf-tooling/servers';
import { mysql } from '../src/index.js';

const databases = useMysql();

/** Runs a test on a table whose keys begin far up. */
async function generated(options: string, declared: string, first: bigint): Promise<unknown[]> {
  const db = createShelf({ dialect: mysql(`${await databases.make()}${options}`) });
  try {
    await db.knex.raw(
      `create table rows_ (id ${declared} auto_increment primary key, n int) auto_increment = ${first}`,
    );
    const Row = db.Model.extend({ tableName: 'rows_' });
    const saved = await Row.forge({ n: 1 }).save();
    const [second] = (await Row.collection([{ n: 2 }]).saveAll()).models;
    const found = (await Row.query((qb) => qb.orderBy('n')).fetchAll()).pluck('id');
    return [saved.id, second?.id, ...found];
  } finally {
    await db.destroy();
  }
}

test.each([2n ** 53n + 1n, 2n ** 63n, 2n ** 64n - 10n])(
  'the unsigned key %s comes back from an INSERT as it is, and as it is read',
  async (first) => {
    const digits = [String(first), String(first + 1n)];
    expect(await generated('', 'bigint unsigned', first)).toEqual([...digits, ...digits]);
    const numbers = [first, first + 1n];
    expect(await generated('?bigInts=true', 'bigint unsigned', first)).toEqual([...numbers, ...numbers]);
  },
);

test('with bigInts a small key is a BigInt from its INSERT on', async () => {
  expect(await generated('?bigInts=true', 'bigint', 5n)).toEqual([5n, 6n, 5n, 6n]);
});
