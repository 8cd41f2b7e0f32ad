import type { ModelOf, Shelf } from '@shelf/core';
import { withShelf, type Harness } from '../harness.js';

const STRINGS = [
  `'; drop table victims; --`,
  `"; drop table victims; --`,
  '`; drop table victims; --',
  `1; delete from victims; --`,
  `1) or 1=1 --`,
  `' or '1'='1`,
  `" or ""="`,
  '` or 1=1 or `',
  `name" = 'x', "name`,
  'name` = 1 or `name',
  `*/ drop table victims /*`,
  `\\'; drop table victims; --`,
  `?; drop table victims`,
  `$1; drop table victims`,
  `id), (select 1`,
  `desc; drop table victims`,
];

type Call = (Victim: ModelOf<Record<string, unknown>>, text: string, db: Shelf) => PromiseLike<unknown>;

/** Every public entry that takes a string which could end up in SQL. */
const entries: Readonly<Record<string, Call>> = {
  'an attribute’s name, insert': (Victim, text) => new Victim({ [text]: 'x' }).save(),
  'an attribute’s name, update': (Victim, text) => new Victim({ id: 1 }).save({ [text]: 'x' }),
  'an attribute’s name, patch': (Victim, text) => new Victim({ id: 1 }).save({ [text]: 'x' }, { patch: true }),
  'an attribute’s name, constrained update': (Victim, text) =>
    Victim.where('id', 1).save({ [text]: 'x' }, { method: 'update', patch: true }),
  'an attribute’s name, fetch': (Victim, text) => new Victim({ [text]: 'x' }).fetch(),
  'an attribute’s name, saveAll': (Victim, text) => Victim.collection([{ [text]: 'x' }]).saveAll(),
  'an attribute’s name, upsert': (Victim, text) => Victim.upsert({ id: 1, [text]: 'x' }, { conflict: 'id' }),
  'an attribute’s name, the key': (Victim, text) => new (Victim.extend({ idAttribute: text }))({ [text]: 1 }).fetch(),
  'a key, update': (Victim, text) => new Victim({ id: text }).save({ name: 'x' }, { patch: true, require: false }),
  'a key, destroy': (Victim, text) => new Victim({ id: text }).destroy(),
  'where, the name': (Victim, text) => Victim.where(text, 'x').fetchAll(),
  'where, the key of a hash': (Victim, text) => Victim.where({ [text]: 'x' }).fetchAll(),
  'where, the operator': (Victim, text) => Victim.where('name', text as '=', 'x').fetchAll(),
  'where, the value': (Victim, text) => Victim.where('name', text).fetchAll(),
  'where, a like': (Victim, text) => Victim.where('name', 'like', text).fetchAll(),
  'where, a list': (Victim, text) => Victim.query('whereIn', 'name', [text]).fetchAll(),
  'orderBy, the column': (Victim, text) => Victim.orderBy(text).fetchAll(),
  'orderBy, descending': (Victim, text) => Victim.orderBy(`-${text}`).fetchAll(),
  'orderBy, the direction': (Victim, text) => Victim.orderBy('name', text as 'asc').fetchAll(),
  'collection.orderBy': (Victim, text) => Victim.collection().orderBy(text).fetch(),
  columns: (Victim, text) => Victim.fetchAll({ columns: [text] }),
  'columns, one': (Victim, text) => new Victim({ id: 1 }).fetch({ columns: text }),
  'count, the column': (Victim, text) => Victim.count(text),
  'count, the column, constrained': (Victim, text) => Victim.where('id', 1).count(text),
  'fetchPage, page and pageSize': (Victim, text) =>
    new Victim().fetchPage({ page: text as unknown as number, pageSize: text as unknown as number }),
  'fetchPage, limit and offset': (Victim, text) =>
    new Victim().fetchPage({ limit: text as unknown as number, offset: text as unknown as number }),
  'upsert, the conflict': (Victim, text) => Victim.upsert({ id: 1, name: 'x' }, { conflict: text }),
  'upsert, the update': (Victim, text) => Victim.upsert({ id: 1, name: 'x' }, { conflict: 'id', update: [text] }),
  tableName: (Victim, text) => Victim.extend({ tableName: text }).fetchAll(),
  'tableName, insert': (Victim, text) => new (Victim.extend({ tableName: text }))({ name: 'x' }).save(),
  'tableName, of an instance': (Victim, text) => new Victim({ name: 'x' }, { tableName: text }).fetchAll(),
  withSchema: (Victim, text) => Victim.fetchAll({ withSchema: text }),
  lock: (Victim, text) => Victim.fetchAll({ lock: text as 'forUpdate' }),
  'the name of a builder’s method': (Victim, text) =>
    Promise.resolve().then(() => Victim.query(text as 'where').fetchAll()),
  'the timestamps’ names': (Victim, text) => new (Victim.extend({ hasTimestamps: [text, text] }))({ name: 'x' }).save(),
  'the isolation level': (_, text, db) => db.transaction(async () => 1, { isolationLevel: text as 'serializable' }),
};

/** Values are bound, names are quoted: no string of a caller's is ever SQL. */
export function injectionSuite(harness: Harness): void {
  const withVictims = <T>(work: (Victim: ModelOf<Record<string, unknown>>, db: Shelf) => Promise<T>): Promise<T> =>
    withShelf(harness, async (db) => {
      await db.knex.schema.createTable('victims', (table) => {
        table.increments('id');
        table.text('name');
      });
      await db.knex('victims').insert([{ name: 'first' }, { name: 'second' }]);
      const Victim = db.Model.of<Record<string, unknown>>().extend({ tableName: 'victims' }) as ModelOf<
        Record<string, unknown>
      >;
      return work(Victim, db);
    });
  const rows = [
    { id: 1, name: 'first' },
    { id: 2, name: 'second' },
  ];

  test.each(Object.keys(entries))('%s', (entry) =>
    withVictims(async (Victim, db) => {
      for (const text of STRINGS) {
        const result = await Promise.resolve(entries[entry]!(Victim, text, db)).catch((error: unknown) => error);
        // Whatever the call answers, it has read no more and written no more than it may.
        if (/^where, the value|^where, a li|^an attribute’s name, fetch/.test(entry)) {
          expect(result === null || result instanceof Error || (result as { length?: number }).length === 0).toBe(true);
        }
        const stored = (await db.knex('victims').orderBy('id')) as object[];
        expect([text, stored.slice(0, 2)]).toEqual([text, rows]);
        expect([text, stored.slice(2).every((row) => 'name' in row && row.name === 'x')]).toEqual([text, true]);
      }
    }),
  );

  test.each(STRINGS)('%s is a value like any other', (text) =>
    withVictims(async (Victim, db) => {
      const victim = await new Victim({ name: text }).save();
      expect((await new Victim({ name: text }).fetch())?.id).toBe(3);
      expect((await Victim.where('name', text).fetchAll()).length).toBe(1);
      await victim.save({ name: `${text}!` });
      await Victim.collection([{ name: text }, { name: text }]).saveAll();
      await Victim.upsert({ id: 9, name: text }, { conflict: 'id' });
      await Victim.upsert({ id: 9, name: `${text}?` }, { conflict: 'id' });
      expect(await db.knex('victims').orderBy('id').pluck('name')).toEqual([
        'first',
        'second',
        `${text}!`,
        text,
        text,
        `${text}?`,
      ]);
      await victim.destroy();
      expect(await Victim.count()).toBe(5);
    }),
  );
}
