import { authors, posts } from '../programs/tables.js';
import type { Difference } from './difference.js';

const TYPED =
  'integers without loss, decimals as strings (SQLite excepted), DATE as `YYYY-MM-DD`, JSON, binary, `null`.';
const DECLARED =
  'SQLite decodes by the column’s declared type (boolean, date, datetime, timestamp, json, decimal, blob)';

/** What columns hold. */
export const valueDifferences: readonly Difference[] = [
  {
    code: 'text that is no number, for a numeric column: `new Model({id: "abc"}).fetch()`, `where({id: "abc"})`',
    bookshelf: 'is compared as the database likes: no row, on SQLite and MySQL',
    shelf:
      'is an `InvalidValueError` before anything is sent: ask for what came from outside with a check, or catch that',
    spec: TYPED,
    program: async ({ db }) => [
      await authors(db)
        .where({ id: 'abc' })
        .fetchAll()
        .then((found) => found.length)
        .catch((error: unknown) => error),
    ],
    outcome: { bookshelf: { result: [0] }, shelf: { result: [{ error: 'InvalidValueError' }] } },
  },
  {
    code: 'a value of another type than its column’s: `""` or `true` for a number, `"yes"` for a boolean, `""` for a date, NaN',
    bookshelf: 'is stored as the database likes',
    shelf: 'is an `InvalidValueError` before anything is sent',
    spec: TYPED,
    program: async ({ db }) => {
      const saved: unknown[] = [];
      for (const born of ['', true, Number.NaN])
        saved.push(
          await authors(db)
            .forge({ name: `born ${String(born)}`, born })
            .save()
            .then((author) => author.isNew())
            .catch((error: unknown) => error),
        );
      return saved;
    },
    outcome: {
      bookshelf: { result: [false, false, false] },
      shelf: {
        result: [{ error: 'InvalidValueError' }, { error: 'InvalidValueError' }, { error: 'InvalidValueError' }],
      },
    },
  },
  {
    code: 'JSON columns, given `JSON.stringify(value)`',
    bookshelf: 'hold the value: it is text for the database',
    shelf: 'hold the string: give the value itself, also an array, and it comes back as it was',
    spec: TYPED,
    program: async ({ db }) => {
      await db.knex.schema.createTable('settings', (table) => {
        table.increments('id');
        table.json('value');
      });
      const Setting = db.Model.extend({ tableName: 'settings' });
      await Setting.forge({ value: JSON.stringify(['a']) }).save();
      return (await db.knex('settings').pluck('value')) as unknown;
    },
    outcome: { bookshelf: { result: ['["a"]'] }, shelf: { result: [String.raw`"[\"a\"]"`] } },
  },
  {
    code: 'dates on SQLite, in the file',
    bookshelf: 'are epoch milliseconds, as the driver binds a Date',
    shelf: 'are ISO 8601 text; `sqlite({instants: "number"})` keeps to milliseconds, for a file that has such',
    spec: DECLARED,
    program: async ({ db }) => {
      await posts(db)
        .forge({ title: 'Dated', created_at: new Date(Date.UTC(2020, 0, 1)) })
        .save();
      return (await db.knex('posts').where({ title: 'Dated' }).pluck('created_at')) as unknown;
    },
    outcome: { bookshelf: { result: [1_577_836_800_000] }, shelf: { result: ['2020-01-01T00:00:00.000Z'] } },
  },
];
