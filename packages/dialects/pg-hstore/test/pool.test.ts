import { createShelf } from '@shelf/core';
import { useDatabase } from './database.js';

const database = useDatabase();

test('a query does not wait behind a slow one while the pool may have more connections', async () => {
  const db = createShelf({ dialect: await database.dialect({ pool: { min: 1, max: 3 } }) });
  try {
    await db.knex.raw('create view slow as select 1 as id from pg_sleep(2)');
    await db.knex.schema.createTable('notes', (table) => void table.increments('id'));
    const Slow = db.Model.extend({ tableName: 'slow' });
    const Note = db.Model.extend({ tableName: 'notes' });
    await Promise.all([Note.count(), Slow.where('id', 0).count()]);
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
