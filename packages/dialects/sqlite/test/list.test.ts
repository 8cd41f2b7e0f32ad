import Database from 'better-sqlite3';
import { list } from '../src/list.js';

/** How SQLite means to run a count of the rows for each listed key. */
function planOf(sql: string, bindings: readonly unknown[]): string {
  const database = new Database(':memory:');
  database.exec('create table posts (id integer primary key, user_id integer, title text collate nocase)');
  const counted = `select n, count(*) from posts join (${sql}) as keys on posts.user_id = keys.v0 group by n`;
  const steps = database.prepare(`explain query plan ${counted}`).all(...bindings) as { readonly detail: string }[];
  database.close();
  return steps.map(({ detail }) => detail).join('\n');
}

test('a joined list is indexed, also where the column that it meets is not: the join is no product', () => {
  const listed = list([[1, 2, 3]]);
  expect(planOf(listed?.sql ?? '', listed?.bindings ?? [])).toContain('AUTOMATIC COVERING INDEX');
});
