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
