import type { Dialect, Shelf } from '@shelf/core';
import type { Knex } from 'knex';
import { newShelf, type Harness } from '../harness.js';
import { rejectionOf } from '../settling.js';

interface Watched {
  readonly db: Shelf;
  /** The tables that were described, in their order. */
  readonly described: string[];
}

type Note = Record<string, unknown>;

function noteOf(db: Shelf) {
  return db.Model.of<Note>().extend({ tableName: 'notes' });
}

/** A shelf on a dialect that tells which tables it was asked for. */
async function withWatched(harness: Harness, work: (watched: Watched) => Promise<void>): Promise<void> {
  const described: string[] = [];
  const dialect = await harness.dialect({ shared: true });
  const watching: Dialect = {
    ...dialect,
    // What a server can do is known once it has been asked.
    capabilities: dialect.capabilities,
    describe(knex, table, schema) {
      described.push(table);
      return dialect.describe(knex, table, schema);
    },
  };
  const db = newShelf(harness, { dialect: watching });
  try {
    await work({ db, described });
  } finally {
    await db.destroy();
  }
}

function plainNotes(knex: Knex): Promise<void> {
  return Promise.resolve(
    knex.schema.createTable('notes', (table) => {
      table.increments('id');
      table.string('title');
    }),
  );
}

/** What a transaction, or a session, knows of tables. */
export function tableSuite(harness: Harness): void {
  test('a table that a transaction has changed is described anew, for that transaction alone', () =>
    withWatched(harness, async ({ db }) => {
      const Note = noteOf(db);
      await plainNotes(db.knex);
      await new Note({ title: 'before' }).save();
      const run = db.transaction(async (transacting) => {
        await new Note({ title: 'as it was' }).save(null, { transacting });
        await transacting.schema.alterTable('notes', (table) => void table.integer('rank').notNullable().defaultTo(7));
        const note = await new Note({ title: 'inside' }).save(null, { transacting });
        expect(note.get('rank')).toBe(7);
        await note.save({ rank: 8 }, { transacting });
        throw new Error('taken back');
      });
      await rejectionOf(run);
      // Where the change was undone, a description with the column would ask for it.
      expect((await new Note({ title: 'after' }).save()).get('title')).toBe('after');
    }));

  test('a table that was made in a transaction, and is gone, is not remembered', () =>
    withWatched(harness, async ({ db }) => {
      const Note = noteOf(db);
      const run = db.transaction(async (transacting) => {
        await transacting.schema.createTable('notes', (table) => {
          table.increments('id');
          table.integer('rank').defaultTo(7);
        });
        expect((await new Note({}).save(null, { transacting })).get('rank')).toBe(7);
        throw new Error('taken back');
      });
      await rejectionOf(run);
      await db.knex.schema.dropTableIfExists('notes');
      await plainNotes(db.knex);
      expect((await new Note({ title: 'after' }).save()).toJSON()).toEqual({ id: 1, title: 'after' });
    }));

  test('the same in a savepoint, also for what is around it', () =>
    withWatched(harness, async ({ db }) => {
      const Note = noteOf(db);
      await plainNotes(db.knex);
      await new Note({ title: 'before' }).save();
      const run = db.transaction(async (outer) => {
        await new Note({ title: 'outer' }).save(null, { transacting: outer });
        await db.transaction(
          async (inner) => {
            await inner.schema.alterTable('notes', (table) => void table.integer('rank').notNullable().defaultTo(7));
            expect((await new Note({}).save(null, { transacting: inner })).get('rank')).toBe(7);
          },
          { transacting: outer },
        );
        expect((await new Note({}).save(null, { transacting: outer })).get('rank')).toBe(7);
        throw new Error('taken back');
      });
      await rejectionOf(run);
      expect((await new Note({ title: 'after' }).save()).get('title')).toBe('after');
    }));

  test('the same in a transaction that knex began', () =>
    withWatched(harness, async ({ db, described }) => {
      const Note = noteOf(db);
      await plainNotes(db.knex);
      await new Note({ title: 'before' }).save();
      const run = db.knex.transaction(async (transacting) => {
        await transacting.schema.alterTable('notes', (table) => void table.integer('rank').notNullable().defaultTo(7));
        expect((await new Note({}).save(null, { transacting })).get('rank')).toBe(7);
        throw new Error('taken back');
      });
      await rejectionOf(run);
      const before = described.length;
      await db.knex.transaction((transacting) => new Note({ title: 'plain' }).save(null, { transacting }));
      expect(described).toHaveLength(before);
    }));

  test('what a transaction has learnt is told to others once it has committed', () =>
    withWatched(harness, async ({ db, described }) => {
      const Note = noteOf(db);
      await plainNotes(db.knex);
      await db.transaction(async (transacting) => {
        await new Note({ title: 'a' }).save(null, { transacting });
        await Note.where({ title: 'a' }).fetchAll({ transacting });
      });
      await new Note({ title: 'b' }).save();
      expect(described).toEqual(['notes']);
    }));

  test.each<readonly [string, (t: Knex.Transaction) => PromiseLike<unknown>]>([
    ['raw', (t) => t.raw('select 1')],
    ['schema', (t) => t.schema.hasTable('notes')],
    ['a builder', (t) => t('notes').select()],
  ])('and not where the application has run SQL of its own: %s', (_, own) =>
    withWatched(harness, async ({ db, described }) => {
      const Note = noteOf(db);
      await plainNotes(db.knex);
      await db.transaction(async (transacting) => {
        await new Note({ title: 'a' }).save(null, { transacting });
        await own(transacting);
      });
      const before = described.length;
      await new Note({ title: 'b' }).save();
      expect(described).toHaveLength(before + 1);
    }),
  );

  test('and not where it is rolled back', () =>
    withWatched(harness, async ({ db, described }) => {
      const Note = noteOf(db);
      await plainNotes(db.knex);
      const run = db.transaction(async (transacting) => {
        await new Note({ title: 'a' }).save(null, { transacting });
        throw new Error('taken back');
      });
      await rejectionOf(run);
      await new Note({ title: 'b' }).save();
      expect(described).toEqual(['notes', 'notes']);
    }));
}
