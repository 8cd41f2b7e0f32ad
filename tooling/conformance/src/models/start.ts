import { createShelf, Shelf, VERSION } from '@shelf/core';
import type { Knex } from 'knex';
import { newShelf, withShelf, type Harness } from '../harness.js';

/** A shelf's events, whatever their names. */
interface Bus {
  on(event: string, handler: (...args: unknown[]) => unknown): Bus;
  off(event: string): Bus;
  trigger(event: string, ...args: unknown[]): Bus;
  triggerThen(event: string, ...args: unknown[]): Promise<unknown[]>;
}

/** Makes a table of two notes. */
async function addNotes(knex: Knex): Promise<void> {
  await knex.schema.createTable('notes', (table) => {
    table.increments('id');
    table.string('text');
  });
  await knex('notes').insert([{ text: 'a' }, { text: 'b' }]);
}

/** Uses a shelf in all four ways, then closes it. */
async function works(db: Shelf): Promise<void> {
  try {
    await addNotes(db.knex);
    const Note = db.Model.extend({ tableName: 'notes' });
    const note = await new Note({ text: 'c' }).save();
    expect(await new Note({ id: note.id }).fetch()).toMatchObject({ attributes: { text: 'c' } });
    await note.save({ text: 'd' });
    expect((await Note.orderBy('id').fetchAll()).map((each) => each.get('text'))).toEqual(['a', 'b', 'd']);
    await note.destroy({ require: true });
    expect(await Note.count()).toBe(2);
    await expect(
      db.transaction((transacting) =>
        new Note({ text: 'e' }).save(null, { transacting }).then(() => {
          throw new Error('undo');
        }),
      ),
    ).rejects.toThrow('undo');
    expect(await Note.count()).toBe(2);
  } finally {
    await db.destroy();
  }
}

/** How a shelf is made, and what it owns. */
export function startSuite(harness: Harness): void {
  test('createShelf takes a dialect', async () => works(newShelf(harness, { dialect: await harness.dialect() })));

  test('createShelf takes a knex instance', async () => {
    const knex = (await harness.dialect()).connect({ debug: false });
    const db = newShelf(harness, { knex });
    expect(db.knex).toBe(knex);
    await works(db);
  });

  test('createShelf takes a knex config', () => works(newShelf(harness, harness.plain())));

  test('Shelf.initialize takes any of the three', async () => {
    await works(Shelf.initialize(await harness.dialect()));
    await works(Shelf.initialize((await harness.dialect()).connect({ debug: false })));
    await works(Shelf.initialize(harness.plain()));
  });

  test('Shelf.initialize takes options beside it', async () => {
    const db = Shelf.initialize(await harness.dialect(), { requireFetch: true });
    try {
      await addNotes(db.knex);
      await expect(db.Model.forge({ id: 9 }, { tableName: 'notes' }).fetch()).rejects.toBeInstanceOf(db.NotFoundError);
    } finally {
      await db.destroy();
    }
  });

  test('nothing, or two databases at once, are refused', async () => {
    const dialect = await harness.dialect();
    const knex = dialect.connect({ debug: false });
    for (const options of [{}, undefined as never, knex as never, { dialect, knex }, { dialect: {} as never }]) {
      expect(() => createShelf(options)).toThrow(expect.objectContaining({ code: 'INVALID_VALUE' }) as Error);
    }
    expect(() => Shelf.initialize(5 as never)).toThrow(expect.objectContaining({ code: 'INVALID_VALUE' }) as Error);
    await knex.destroy();
  });

  test('a shelf owns knex, Model, Collection, transaction, VERSION and the error classes', () =>
    withShelf(harness, async (db) => {
      expect(typeof db.knex).toBe('function');
      expect(new db.Model({ a: 1 }).get('a')).toBe(1);
      expect(new db.Collection().length).toBe(0);
      expect(await db.transaction(() => Promise.resolve(5))).toBe(5);
      expect(db.VERSION).toBe(VERSION);
      expect(new db.NotFoundError('x')).toBeInstanceOf(db.ShelfError);
    }));

  test('a shelf is an event bus', () =>
    withShelf(harness, async (db) => {
      const heard: unknown[] = [];
      const bus = db as unknown as Bus;
      bus.on('hello', (name) => Promise.resolve(heard.push(name)));
      bus.trigger('hello', 'a');
      expect(await bus.triggerThen('hello', 'b')).toEqual([2]);
      bus.off('hello').trigger('hello', 'c');
      expect(heard).toEqual(['a', 'b']);
    }));

  test('plugin takes a function, an object or an array, with options, and chains', () =>
    withShelf(harness, async (db) => {
      const installed: unknown[] = [];
      const note = (name: string) => (shelf: Shelf, options?: unknown) =>
        void installed.push([name, shelf === db, options]);
      expect(db.plugin(note('a'), { x: 1 })).toBe(db);
      db.plugin({ name: 'b', install: note('b') }).plugin([note('c'), { name: 'd', install: note('d') }]);
      expect(installed).toEqual([
        ['a', true, { x: 1 }],
        ['b', true, undefined],
        ['c', true, undefined],
        ['d', true, undefined],
      ]);
    }));

  test('plugins may be given at the start', async () => {
    const order: string[] = [];
    const plugins = [() => void order.push('a'), [{ name: 'b', install: () => void order.push('b') }]];
    await newShelf(harness, { dialect: await harness.dialect(), plugins }).destroy();
    expect(order).toEqual(['a', 'b']);
  });

  test('two shelves share nothing', () =>
    withShelf(harness, (one) =>
      withShelf(harness, async (two) => {
        expect([one.Model === two.Model, one.Collection === two.Collection, one.knex === two.knex]).toEqual([
          false,
          false,
          false,
        ]);
        one.plugin((shelf) => Object.assign(shelf.Model.prototype as object, { hello: () => 'hello' }));
        Object.assign(one.Collection, { own: 1 });
        (one as unknown as Bus).on('shout', () => {
          throw new Error('heard');
        });
        (two as unknown as Bus).trigger('shout');
        expect(['hello' in new one.Model(), 'hello' in new two.Model(), 'own' in two.Collection]).toEqual([
          true,
          false,
          false,
        ]);
        await addNotes(one.knex);
        await expect(two.Model.forge({ id: 1 }, { tableName: 'notes' }).fetch()).rejects.toThrow('notes');
        await addNotes(two.knex);
        await two.Model.forge({ id: 1 }, { tableName: 'notes' }).destroy();
        expect(await one.Model.forge({}, { tableName: 'notes' }).count()).toBe(2);
      }),
    ));

  test('knex’s own events keep firing for every statement', () =>
    withShelf(harness, async (db) => {
      await addNotes(db.knex);
      const Note = db.Model.extend({ tableName: 'notes' });
      await Note.count();
      const heard: [string, string][] = [];
      for (const event of ['query', 'query-response', 'query-error'] as const) {
        db.knex.on(event, (first: { sql: string }, second: { sql: string }) => {
          const { sql } = event === 'query' ? first : second;
          heard.push([event, /^\w+/.exec(sql)![0].toLowerCase()]);
        });
      }
      const note = await new Note({ text: 'c' }).save();
      await note.save({ text: 'd' });
      await Note.where({ id: 1 }).fetchAll();
      await new Note({ id: 1 }).fetch();
      await Note.count();
      await note.destroy();
      await new Note({ id: 1 }).save(null, { method: 'insert' }).catch(() => undefined);
      const verbs = ['insert', 'update', 'select', 'select', 'select', 'delete'];
      expect(heard).toEqual([
        ...verbs.flatMap((verb) => [
          ['query', verb],
          ['query-response', verb],
        ]),
        ['query', 'insert'],
        ['query-error', 'insert'],
      ]);
    }));

  test('so do those of one query, for who listens to its builder', () =>
    withShelf(harness, async (db) => {
      await addNotes(db.knex);
      const Note = db.Model.extend({ tableName: 'notes' });
      const heard: unknown[] = [];
      const notes = await Note.query((builder: Knex.QueryBuilder) => {
        void builder.where({ id: 2 });
        for (const event of ['start', 'query', 'query-response'])
          void builder.on(event, (first: unknown) => heard.push(event === 'query-response' ? first : event));
      }).fetchAll();
      expect(notes.toJSON()).toEqual([{ id: 2, text: 'b' }]);
      expect(heard).toEqual(['start', 'query', [{ id: 2, text: 'b' }]]);
    }));

  test('destroy closes the pool', async () => {
    const db = newShelf(harness, { dialect: await harness.dialect() });
    await addNotes(db.knex);
    const Note = db.Model.extend({ tableName: 'notes' });
    await Note.count();
    await db.destroy();
    await expect(Note.count()).rejects.toThrow();
  });
}
