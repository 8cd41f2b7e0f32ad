import { createShelf } from '@shelf/core';
import { useMysql } from '@shelf-tooling/servers';
import { mysql } from '../src/index.js';
import { Lists } from '../src/lists.js';

const databases = useMysql();

test('lists of many lengths make room for one another; the one used longest ago goes first', () => {
  const lists = new Lists();
  const forgotten: string[] = [];
  const keep = (sql: string, parameters: number): void => lists.keep(sql, parameters, (each) => forgotten.push(each));
  keep('a', 4000);
  keep('b', 4000);
  keep('a', 4000);
  expect(forgotten).toEqual([]);
  keep('c', 3000);
  expect(forgotten).toEqual(['b']);
  keep('d', 20_000);
  expect(forgotten).toEqual(['b', 'a', 'c']);
});

test('a connection keeps few parameters prepared, whatever lists it is asked for', async () => {
  const db = createShelf({ dialect: mysql(`${await databases.make()}?pool={"max":1}`) });
  try {
    await db.knex.schema.createTable('books', (table) => void table.increments('id'));
    const Book = db.Model.extend({ tableName: 'books' });
    for (let length = 100; length <= 5000; length += 100) {
      const ids = Array.from({ length }, (_, i) => i);
      expect(
        await Book.query((query) => void query.whereRaw(`id in (${ids.map(() => '?').join(', ')})`, ids)).count(),
      ).toBe(0);
    }
    const connection = (await (db.knex.client as { acquireConnection(): Promise<object> }).acquireConnection()) as {
      _statements: { values(): Iterable<{ parameters: readonly unknown[] }> };
    };
    let parameters = 0;
    for (const statement of connection._statements.values()) parameters += statement.parameters.length;
    expect(parameters).toBeLessThan(11_000);
    await (db.knex.client as { releaseConnection(each: object): Promise<void> }).releaseConnection(connection);
  } finally {
    await db.destroy();
  }
});
