import { createShelf } from '@shelf/core';
import { useMysql } from '@shelf-tooling/servers';
import { mysql } from '../src/index.js';

const databases = useMysql();

test('a query does not wait behind a slow one while the pool may have more connections', async () => {
  const db = createShelf({ dialect: mysql(await databases.make()) });
  try {
    await db.knex.raw('create view slow as select 1 as id from (select 1) as one where sleep(2) = 0');
    await db.knex.schema.createTable('notes', (table) => void table.increments('id'));
    const Slow = db.Model.extend({ tableName: 'slow' });
    const Note = db.Model.extend({ tableName: 'notes' });
    await Note.count();
    await Slow.where('id', 0).count();
    const ended: string[] = [];
    const slow = Slow.fetchAll().then(() => ended.push('slow'));
    await Note.count();
    await db.knex('notes');
    ended.push('fast');
    await slow;
    expect(ended).toEqual(['fast', 'slow']);
  } finally {
    await db.destroy();
  }
});
