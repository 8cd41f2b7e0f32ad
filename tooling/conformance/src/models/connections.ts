import type { Shelf } from '@shelf/core';
import { withShelf, type DialectSettings, type Harness } from '../harness.js';

interface Client {
  acquireConnection(): Promise<unknown>;
  releaseConnection(connection: unknown): Promise<void>;
  readonly pool: {
    readonly max: number;
    numUsed(): number;
    numFree(): number;
    on(event: string, listener: () => void): void;
  };
}

interface Notes {
  fetch(): PromiseLike<unknown>;
  /** Has an empty pool make so many connections. */
  connect(count: number): Promise<void>;
  readonly db: Shelf;
  onStart(listener: () => void): void;
  readonly pool: Client['pool'];
}

/** Runs a test on a shelf with one table of which everything is known. */
function withNotes(harness: Harness, work: (notes: Notes) => Promise<void>, settings?: DialectSettings): Promise<void> {
  return withShelf(
    harness,
    async (db) => {
      await db.knex.schema.createTable('notes', (table) => void table.increments('id'));
      const Note = db.Model.extend({ tableName: 'notes' });
      await new Note().save();
      const client = db.knex.client as Client;
      await work({
        fetch: () => new Note({ id: 1 }).fetch({ require: true }),
        db,
        async connect(count) {
          const held = await Promise.all(Array.from({ length: count }, () => client.acquireConnection()));
          for (const connection of held) await client.releaseConnection(connection);
        },
        pool: client.pool,
        onStart: (listener) => void db.knex.on('start', listener),
      });
    },
    {},
    settings,
  );
}

/** A single statement, and the connection that it runs on. */
export function connectionsSuite(harness: Harness): void {
  test('while it runs its connection is nobody else’s, and then it is free again', () =>
    withNotes(harness, async ({ fetch, pool, onStart }) => {
      const used: number[] = [];
      onStart(() => used.push(pool.numUsed()));
      for (let i = 0; i < 3; i++) await fetch();
      expect(used).toEqual([1, 1, 1]);
      expect([pool.numUsed(), pool.numFree()]).toEqual([0, 1]);
    }));

  test('so is it after a statement that fails', () =>
    withShelf(harness, async (db) => {
      await db.knex.schema.createTable('notes', (table) => {
        table.increments('id');
        table.string('title').notNullable();
      });
      const Note = db.Model.of<Record<string, unknown>>().extend({ tableName: 'notes' });
      for (let i = 0; i < 3; i++)
        await expect(new Note({ title: null }).save()).rejects.toBeInstanceOf(db.NotNullViolationError);
      const { pool } = db.knex.client as Client;
      expect(pool.numUsed()).toBe(0);
    }));

  test('statements that start together have a connection each, where the pool has several', () =>
    withNotes(
      harness,
      async ({ fetch, connect, pool }) => {
        await connect(pool.max);
        const running = [fetch(), fetch(), fetch()];
        const used = pool.numUsed();
        await Promise.all(running);
        expect(used).toBe(Math.min(3, pool.numUsed() + pool.numFree()));
        expect(pool.numUsed()).toBe(0);
      },
      { shared: true },
    ));

  test('a query does not wait behind one that is waiting itself, while the pool may have more connections', () =>
    withNotes(
      harness,
      async ({ fetch, connect, db }) => {
        // One file has one writer, and nobody who waits for a row.
        if (!db.dialect.capabilities.rowLocking) return;
        await connect(2);
        let waiting: PromiseLike<unknown> = Promise.resolve();
        await db.transaction(async (t) => {
          await t('notes').where('id', 1).forUpdate();
          const Note = db.Model.extend({ tableName: 'notes' });
          // Takes the only idle connection, and waits on it for the transaction.
          waiting = new Note({ id: 1 }).destroy();
          await fetch();
        });
        await waiting;
      },
      { shared: true },
    ));

  test('who listens to the pool hears of each', () =>
    withNotes(harness, async ({ fetch, pool }) => {
      const heard: string[] = [];
      for (const event of ['acquireSuccess', 'release']) pool.on(event, () => heard.push(event));
      await fetch();
      await fetch();
      expect(heard).toEqual(['acquireSuccess', 'release', 'acquireSuccess', 'release']);
    }));
}
