import { createShelf, InvalidValueError, PluginMissingError } from '@shelf/core';
import { sqlite } from '@shelf/sqlite';
import { softDelete } from '../src/index.js';

const shelf = (...plugins: ReturnType<typeof softDelete>[]) =>
  createShelf({ dialect: sqlite({ filename: ':memory:' }), plugins });

test('the plugin names the column of classes that name none', async () => {
  const db = shelf(softDelete({ column: 'gone' }));
  await db.knex.schema.createTable('notes', (t) => {
    t.increments('id');
    t.datetime('gone');
  });
  class Note extends db.Model<{ id: number; gone: Date | null }> {
    static override tableName = 'notes';
    static override softDelete = {};
  }
  const note = await new Note().save();
  await note.destroy();
  expect(note.get('gone')).toBeInstanceOf(Date);
  expect(await Note.count()).toBe(0);
  await db.destroy();
});

test.each<[unknown, string]>([
  ['yes', 'Note: softDelete is true, or an object with `column` and `cascade`'],
  [{ colunm: 'gone' }, "Note: softDelete knows `column` and `cascade`, not 'colunm'"],
  [{ column: 7 }, 'Note: softDelete has the name of a column'],
  [{ column: '' }, 'Note: softDelete has the name of a column'],
  [{ cascade: 'posts' }, 'Note: softDelete has a list of relations’ names'.replace('’', "'")],
])('a class that says %j is refused before anything is sent', async (said, message) => {
  const db = shelf(softDelete());
  class Note extends db.Model<{ id: number; name: string }> {
    static override tableName = 'notes';
    static override softDelete = said as boolean;
  }
  const calls: (() => Promise<unknown>)[] = [
    () => Note.fetchAll(),
    () => Note.fetchPage(),
    () => Note.count(),
    () => Note.collection().fetch(),
    () => new Note({ id: 1 }).fetch(),
    () => new Note({ id: 1 }).refresh(),
    () => new Note({ id: 1 }).save({ name: 'b' }),
    () => new Note({ id: 1 }).destroy(),
    () => new Note({ id: 1 }).restore(),
  ];
  for (const call of calls) {
    const refusal = await call().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(InvalidValueError);
    expect(String(refusal)).toContain(message);
  }
  await db.destroy();
});

test('options that mean nothing, and a second installation, are refused', async () => {
  expect(() => softDelete({ column: 7 as unknown as string })).toThrow(InvalidValueError);
  const db = shelf(softDelete());
  expect(() => db.plugin(softDelete())).toThrow(PluginMissingError);
  await db.destroy();
});

test('a table without the column says so', async () => {
  const db = shelf(softDelete());
  await db.knex.schema.createTable('notes', (t) => void t.increments('id'));
  class Note extends db.Model {
    static override tableName = 'notes';
    static override softDelete = true;
  }
  await expect(Note.fetchAll()).rejects.toBeInstanceOf(db.UnknownColumnError);
  await expect(new Note({ id: 1 }).destroy()).rejects.toBeInstanceOf(db.UnknownColumnError);
  await db.destroy();
});
