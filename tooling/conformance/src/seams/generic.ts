import { createShelf, Shelf, type ModelOf, type PrimaryKey } from '@shelf/core';
import makeKnex from 'knex';
import { newShelf, type Harness } from '../harness.js';
import { faultOf, rejectionOf } from '../settling.js';

interface NoteRow {
  id: PrimaryKey<number>;
  title: string;
  stars: number | null;
}

type Work = (db: Shelf, Note: ModelOf<NoteRow>) => Promise<void>;

/** Runs a test on a shelf that no dialect made. */
async function withPlain(db: Shelf, work: Work): Promise<void> {
  try {
    await db.knex.schema.createTable('notes', (table) => {
      table.increments('id');
      table.string('title').notNullable().unique();
      table.integer('stars');
    });
    await work(db, db.Model.of<NoteRow>().extend({ tableName: 'notes' }) as ModelOf<NoteRow>);
  } finally {
    await db.destroy();
  }
}

/** A knex instance or config without a Shelf dialect still works. */
export function genericSuite(harness: Harness): void {
  const starts: Readonly<Record<string, () => Shelf>> = {
    'createShelf({knex})': () => newShelf(harness, { knex: makeKnex(harness.plain()) }),
    'createShelf(config)': () => newShelf(harness, harness.plain()),
    'Shelf.initialize(knex)': () => Shelf.initialize(makeKnex(harness.plain())),
    'Shelf.initialize(config)': () => Shelf.initialize(harness.plain()),
  };

  describe.each(Object.keys(starts))('%s', (start) => {
    const onShelf = (work: Work): Promise<void> => withPlain(starts[start]!(), work);

    test('saves, fetches, updates, destroys', () =>
      onShelf(async (db, Note) => {
        const note = await new Note({ title: 'one', stars: 1 }).save();
        expect(note.id).toBe(1);
        const found = await new Note({ id: 1 }).fetch({ require: true });
        expect(found.toJSON()).toEqual({ id: 1, title: 'one', stars: 1 });
        await found.save({ stars: 2 });
        await new Note({ id: 1 }).save({ title: 'renamed' }, { patch: true });
        expect(await db.knex('notes')).toEqual([{ id: 1, title: 'renamed', stars: 2 }]);
        expect(await new Note({ title: 'nobody' }).fetch()).toBeNull();
        await found.destroy({ require: true });
        expect(await Note.count()).toBe(0);
      }));

    test('collections: saveAll, fetch, where, order, page, count, upsert', () =>
      onShelf(async (_, Note) => {
        const notes = Note.collection([{ title: 'a', stars: 1 }, { title: 'b' }, { title: 'c', stars: 3 }]);
        await notes.saveAll();
        expect(new Set(notes.pluck('id'))).toEqual(new Set([1, 2, 3]));
        expect((await Note.where('stars', '>', 1).fetchAll()).pluck('title')).toEqual(['c']);
        expect((await Note.orderBy('-title').fetchAll()).pluck('title')).toEqual(['c', 'b', 'a']);
        expect((await Note.orderBy('title').fetchPage({ pageSize: 2, page: 2 })).pluck('title')).toEqual(['c']);
        expect(await Note.count('stars')).toBe(2);
        const upserted = await Note.upsert({ title: 'a', stars: 9 }, { conflict: 'title' });
        expect(upserted.id).toBe((await new Note({ title: 'a' }).fetch({ require: true })).id);
        expect(await Note.count()).toBe(3);
      }));

    test('transactions: commit, rollback, savepoint, late queries of Shelf’s', () =>
      onShelf(async (db, Note) => {
        const stop = new Error('stop');
        const note = new Note({ title: 'undone' });
        const undone = db.transaction(async (transacting) => {
          await note.save(null, { transacting });
          throw stop;
        });
        expect(await rejectionOf(undone)).toBe(stop);
        expect(note.isNew()).toBe(true);
        const t = await db.transaction();
        await new Note({ title: 'kept' }).save(null, { transacting: t });
        await rejectionOf(
          db.transaction(
            async (s) =>
              Promise.all([new Note({ title: 'inner' }).save(null, { transacting: s }), Promise.reject(stop)]),
            { transacting: t },
          ),
        );
        await t.commit();
        expect(await faultOf(new Note({ title: 'late' }).save(null, { transacting: t }))).toBeInstanceOf(
          db.TransactionClosedError,
        );
        expect(await db.knex('notes').pluck('title')).toEqual(['kept']);
      }));

    test('objects are stored as JSON, and SQL as a value is run', () =>
      onShelf(async (db, Note) => {
        await new Note({ title: { a: ['x', 1] }, stars: 1 } as never).save();
        const note = await new Note({ title: 'b', stars: 2 }).save();
        await note.save({ stars: db.knex.raw('stars + ?', [3]) });
        expect(note.get('stars')).toBe(5);
        expect(await db.knex('notes').orderBy('id').select('title', 'stars')).toEqual([
          { title: '{"a":["x",1]}', stars: 1 },
          { title: 'b', stars: 5 },
        ]);
      }));

    test('events, and errors with what is known without a dialect', () =>
      onShelf(async (db, Note) => {
        const sent: string[] = [];
        db.on('query', ({ sql }) => sent.push(sql));
        await new Note({ title: 'a' }).save();
        expect(sent).toHaveLength(1);
        await expect(new Note({ title: 'a' }).save()).rejects.toMatchObject({
          message: expect.stringMatching(/unique/i),
        });
        expect(await faultOf(new Note({ titel: 'x' } as object).save())).toBeInstanceOf(db.UnknownColumnError);
        expect(await faultOf(Note.where('title', undefined as unknown as string).fetchAll())).toBeInstanceOf(
          db.UndefinedBindingError,
        );
      }));
  });

  test('instants come back as Dates, however they were stored', () =>
    withPlain(newShelf(harness, harness.plain()), async (db) => {
      const made = new Date(Date.UTC(2026, 4, 17, 9, 30, 15));
      await db.knex.schema.createTable('visits', (table) => {
        table.increments('id');
        table.datetime('began');
        table.timestamp('ended').nullable();
        table.timestamp('noted').defaultTo(db.knex.fn.now());
      });
      class Visit extends db.Model<{ id: PrimaryKey<number>; began: Date; ended: Date | null; noted: Date | null }> {
        static override tableName = 'visits';
      }
      const { id } = await new Visit({ began: made, ended: null }).save();
      const visit = await new Visit({ id }).fetch({ require: true });
      expect([visit.get('began'), visit.get('ended')]).toEqual([made, null]);
      expect(visit.get('noted')).toBeInstanceOf(Date);
      expect(Math.abs(Date.now() - Number(visit.get('noted')))).toBeLessThan(600_000);
      const found = await Visit.where({ began: made }).fetchAll();
      expect(found.pluck('began')).toEqual([made]);
      await visit.save({ ended: made });
      expect((await visit.refresh())?.get('ended')).toEqual(made);
      expect(await faultOf(new Visit({ began: new Date(Number.NaN), ended: null }).save())).toBeInstanceOf(
        db.InvalidValueError,
      );
    }));

  test('integers beyond 2^53 are not rounded, and a number in a text is that text', () =>
    withPlain(newShelf(harness, harness.plain()), async (db) => {
      await db.knex.schema.createTable('coins', (table) => {
        table.bigInteger('id').primary();
        table.string('label', 20);
      });
      class Coin extends db.Model<{ id: PrimaryKey<string | number | bigint>; label: string | number }> {
        static override tableName = 'coins';
      }
      const beyond = 2n ** 53n + 1n;
      await new Coin({ id: beyond, label: 5 }).save(null, { method: 'insert' });
      await new Coin({ id: 7n, label: 'seven' }).save(null, { method: 'insert' });
      const coins = await Coin.orderBy('id').fetchAll();
      expect(coins.map((coin) => [String(coin.id), coin.get('label')])).toEqual([
        ['7', 'seven'],
        [String(beyond), '5'],
      ]);
      expect((await new Coin({ id: beyond }).fetch())?.get('label')).toBe('5');
      expect(await new Coin({ id: beyond - 1n }).fetch()).toBeNull();
      expect(await faultOf(Coin.where('label', 0).fetchAll())).toBeInstanceOf(db.InvalidValueError);
    }));

  test('knex is asked nothing that it warns of', async () => {
    const warned: unknown[] = [];
    const log = { warn: (message: unknown) => warned.push(message) };
    await withPlain(newShelf(harness, { knex: makeKnex({ ...harness.plain(), log }) }), async (_, Note) => {
      await Note.collection([{ title: 'a' }, { title: 'b' }]).saveAll();
      await Note.upsert({ title: 'a', stars: 9 }, { conflict: 'title' });
      await new Note({ title: 'c' }).save();
    });
    expect(warned).toEqual([]);
  });

  describe('another knex instance', () => {
    test('runs all that begins after it was put in the place of the first', () =>
      withPlain(newShelf(harness, harness.plain()), async (db, Note) => {
        const first = db.knex;
        const { dialect } = db;
        await new Note({ title: 'in the first' }).save();
        // The only connection, where there is but one.
        const late = await first.transaction();
        try {
          const second = makeKnex(harness.plain());
          // The same name for a table of other columns: nothing that was learned of the first is used.
          await second.schema.createTable('notes', (table) => {
            table.increments('id');
            table.string('title').unique();
            table.text('body');
          });
          db.knex = second;
          expect(db.knex).toBe(second);
          expect(db.dialect).not.toBe(dialect);
          const note = await new Note({ title: 'in the second', body: 'text' } as object).save();
          expect(await second('notes').select('id', 'title', 'body')).toEqual([
            { id: note.id, title: 'in the second', body: 'text' },
          ]);
          expect(await faultOf(new Note({ title: 'x', stars: 1 }).save())).toBeInstanceOf(db.UnknownColumnError);
          await rejectionOf(
            db.transaction(async (transacting) => {
              await new Note({ title: 'undone' }).save(null, { transacting });
              throw new Error('stop');
            }),
          );
          expect((await Note.fetchAll()).pluck('title')).toEqual(['in the second']);
          const refused = await faultOf(new Note({ title: 'late' }).save(null, { transacting: late }));
          expect(refused).toBeInstanceOf(db.InvalidValueError);
        } finally {
          await late.rollback();
          await first.destroy();
        }
      }));

    test('a shelf of a dialect takes one too, and what is none is refused', async () => {
      const db = newShelf(harness, { dialect: await harness.dialect() });
      const first = db.knex;
      await withPlain(db, async () => {
        const second = makeKnex(harness.plain());
        await second.schema.createTable('lists', (table) => void table.increments('id'));
        for (const wrong of [undefined, null, {}, harness.plain(), () => undefined])
          expect(() => (db.knex = wrong as never)).toThrow(db.InvalidValueError);
        expect(db.knex).toBe(first);
        db.knex = second;
        expect(db.dialect.name).toBe('knex');
        const List = db.Model.extend({ tableName: 'lists' });
        expect((await new List().save()).id).toBe(1);
      });
      await first.destroy();
    });
  });

  test('createShelf refuses nothing to run on, two things to run on, and what is neither', () => {
    const knex = makeKnex(harness.plain());
    for (const wrong of [{}, { knex, ...harness.plain() }, { dialect: {} }, { knex, dialect: 'sqlite' }]) {
      expect(() => createShelf(wrong as object)).toThrow(expect.objectContaining({ code: 'INVALID_VALUE' }));
    }
    for (const wrong of [undefined, null, 'sqlite', 5]) {
      expect(() => Shelf.initialize(wrong as never)).toThrow(expect.objectContaining({ code: 'INVALID_VALUE' }));
    }
  });
}
