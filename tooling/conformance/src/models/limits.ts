import type { SyncOptions } from '@shelf/core';
import { getEventListeners } from 'node:events';
import { statementsOf, type Harness } from '../harness.js';
import { rejectionOf } from '../settling.js';
import { stored, withPeople, type Town } from './people.js';

interface Pool {
  readonly pool: { readonly max: number };
  acquireConnection(): Promise<unknown>;
  releaseConnection(connection: unknown): Promise<void>;
}

/** Holds every connection of the pool while work runs: what asks for one has to wait. */
async function withBusyPool({ db }: Town, work: () => Promise<void>): Promise<void> {
  const client = db.knex.client as Pool;
  const held = await Promise.all(Array.from({ length: client.pool.max }, () => client.acquireConnection()));
  try {
    await work();
  } finally {
    for (const connection of held) await client.releaseConnection(connection);
  }
}

type Call = (town: Town, options: SyncOptions) => PromiseLike<unknown>;

const calls: Record<string, Call> = {
  fetch: ({ Person }, options) => new Person({ id: 1 }).fetch(options),
  'fetch with a query': ({ Person }, options) => Person.where('age', '>', 1).fetch(options),
  refresh: ({ Person }, options) => new Person({ id: 1 }).refresh(options),
  fetchAll: ({ Person }, options) => Person.fetchAll(options),
  'fetchAll with a query': ({ Person }, options) => Person.where('age', '>', 1).fetchAll(options),
  fetchPage: ({ Person }, options) => new Person().fetchPage(options),
  count: ({ Person }, options) => Person.count('*', options),
  'count with a query': ({ Person }, options) => Person.where('age', '>', 1).count('*', options),
  'save a new model': ({ Person }, options) => new Person({ name: 'Dee' }).save(null, options),
  'save a known model': ({ Person }, options) => new Person({ id: 1 }).save({ name: 'Eve' }, options),
  'save through a query': ({ Person }, options) =>
    Person.where('id', '<', 3).save({ age: 0 }, { ...options, method: 'update' }),
  destroy: ({ Person }, options) => new Person({ id: 1 }).destroy(options),
  'destroy through a query': ({ Person }, options) => Person.where('id', '<', 3).destroy(options),
  upsert: ({ Person }, options) => Person.upsert({ name: 'Ada', age: 0 }, { conflict: 'name', ...options }),
};

/** `signal` and `timeout`, on every call that reaches the database. */
export function limitsSuite(harness: Harness): void {
  async function unchanged({ db }: Town): Promise<void> {
    expect([await stored(db), await stored(db, 'age')]).toEqual([
      ['Ada', 'Bob', 'Cyd'],
      [36, 20, null],
    ]);
  }

  describe.each(Object.entries(calls))('%s', (_name, call) => {
    test('with a signal that is aborted already sends nothing and rejects with the reason', () =>
      withPeople(harness, async (town) => {
        await town.Person.count();
        const reason = new Error('changed my mind');
        const statements = await statementsOf(town.db, () =>
          expect(call(town, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason),
        );
        expect(statements).toEqual([]);
        await unchanged(town);
      }));

    test('that is aborted while it waits rejects at once, and never runs', () =>
      withPeople(harness, async (town) => {
        await town.Person.count();
        const controller = new AbortController();
        await withBusyPool(town, async () => {
          const running = Promise.resolve(call(town, { signal: controller.signal })).catch((error: unknown) => error);
          await Promise.resolve();
          controller.abort();
          expect(await running).toMatchObject({ name: 'AbortError' });
        });
        await unchanged(town);
      }));

    test('that takes too long rejects with TimeoutError, and never runs', () =>
      withPeople(harness, async (town) => {
        await town.Person.count();
        await withBusyPool(town, () => expect(call(town, { timeout: 5 })).rejects.toBeInstanceOf(town.db.TimeoutError));
        await unchanged(town);
      }));

    test('with a signal that is none is refused before anything is sent', () =>
      withPeople(harness, async (town) => {
        await town.Person.count();
        const statements = await statementsOf(town.db, () =>
          expect(call(town, { signal: 'soon' as never })).rejects.toBeInstanceOf(town.db.InvalidValueError),
        );
        expect(statements).toEqual([]);
      }));

    test('runs under a signal and a timeout that are not used', () =>
      withPeople(harness, async (town) => {
        const { signal } = new AbortController();
        const options = { signal, timeout: 60_000 };
        await call(town, options);
      }));
  });

  test.each([Infinity, 2 ** 31, Number.MAX_SAFE_INTEGER])('a timeout of %p is longer than any query takes', (timeout) =>
    withPeople(harness, async (town) => {
      const { Person, db } = town;
      await db.transaction(
        async (transacting) => {
          await new Promise((resolve) => setTimeout(resolve, 5));
          await new Person({ name: 'Dee' }).save(null, { transacting });
        },
        { timeout },
      );
      let found: Promise<unknown> = Promise.resolve();
      await withBusyPool(town, async () => {
        found = new Person({ id: 1 }).fetch({ timeout, require: true });
        await new Promise((resolve) => setTimeout(resolve, 5));
      });
      expect(await found).toMatchObject({ id: 1 });
      expect((await stored(db)).length).toBe(4);
    }),
  );

  const throughBuilder: Record<string, (people: InstanceType<Town['Person']>) => PromiseLike<unknown>> = {
    fetch: (people) => people.fetch(),
    fetchAll: (people) => people.fetchAll(),
    fetchPage: (people) => people.fetchPage(),
    count: (people) => people.count(),
    save: (people) => people.save({ age: 0 }, { method: 'update' }),
    destroy: (people) => people.destroy(),
    'fetchAll with a longer timeout of its own': (people) => people.fetchAll({ timeout: 60_000 }),
  };

  test.each(Object.entries(throughBuilder))(
    "knex's timeout() on the builder of a %s is a timeout of the call",
    (_, call) =>
      withPeople(harness, async (town) => {
        const { Person, db } = town;
        await Person.count();
        const limited = (timeout: number): InstanceType<Town['Person']> =>
          Person.query((builder) => void builder.where('id', '<', 3).timeout(timeout));
        await withBusyPool(town, () => expect(call(limited(5))).rejects.toBeInstanceOf(db.TimeoutError));
        await unchanged(town);
        await call(limited(60_000));
      }),
  );

  test.each([NaN, -1, '100'])('a timeout of %p is refused', (timeout) =>
    withPeople(harness, async ({ Person, db }) => {
      const options = { timeout: timeout as number };
      await expect(new Person({ id: 1 }).fetch(options)).rejects.toBeInstanceOf(db.InvalidValueError);
      await expect(db.transaction(async () => 1, options)).rejects.toBeInstanceOf(db.InvalidValueError);
      expect((await new Person({ id: 1 }).fetch())?.get('name')).toBe('Ada');
    }),
  );

  test('one signal for many calls is listened to once', () =>
    withPeople(harness, async (town) => {
      const { signal } = new AbortController();
      await town.Person.count();
      await withBusyPool(town, async () => {
        const waiting = Array.from({ length: 30 }, () => town.Person.count('*', { signal, timeout: 200 }));
        expect(getEventListeners(signal, 'abort').length).toBeLessThanOrEqual(1);
        await Promise.allSettled(waiting);
      });
      const controller = new AbortController();
      const counts = Array.from({ length: 30 }, () =>
        rejectionOf(town.Person.count('*', { signal: controller.signal })),
      );
      controller.abort(new Error('enough'));
      for (const error of await Promise.all(counts)) expect(error.message).toBe('enough');
    }));

  test('a time-out comes also while calls follow one another that the driver answers at once', () =>
    withPeople(harness, async ({ db, Person }) => {
      const follow = async (options: SyncOptions): Promise<never> => {
        for (let i = 0; i < 100_000; i++) await Person.count('*', options);
        throw new Error('It never came');
      };
      expect((await rejectionOf(follow({ signal: AbortSignal.timeout(30) }))).name).toBe('TimeoutError');
      const run = db.transaction(async (transacting) => follow({ transacting }), { timeout: 30 });
      expect(await rejectionOf(run)).toBeInstanceOf(db.TimeoutError);
    }));

  test('a list longer than the database takes is refused before it is sent, or is answered', () =>
    withPeople(harness, async ({ db, Person }) => {
      const ids = Array.from({ length: db.dialect.capabilities.maxBindings + 5000 }, (_, i) => i + 1);
      const listed = Person.query((query) => void query.whereIn('id', ids));
      const answer = await listed.fetchAll().then(
        ({ length }) => length,
        (error: unknown) => error,
      );
      expect([3, expect.any(db.InvalidValueError)]).toContainEqual(answer);
      expect(await Person.count()).toBe(3);
    }));

  test('a timeout counts from the call, the description of the table included', () =>
    withPeople(harness, async (town) => {
      await withBusyPool(town, () =>
        expect(new town.Person({ id: 1 }).fetch({ timeout: 5 })).rejects.toBeInstanceOf(town.db.TimeoutError),
      );
      expect((await new town.Person({ id: 1 }).fetch())?.get('name')).toBe('Ada');
    }));

  test('giving one call up leaves another on the same connection alone', () =>
    withPeople(harness, async ({ Person, db }) => {
      await Person.count();
      await db.transaction(async (transacting) => {
        const controller = new AbortController();
        // Long enough that the next query has to wait for its end, where the driver lets it.
        const long = Person.query((builder) => {
          for (let i = 0; i < 9; i++) void builder.joinRaw(`cross join people as p${i}`);
        }).count('*', { transacting });
        const abort = ({ sql }: { readonly sql: string }): unknown => /^insert/i.test(sql) && controller.abort();
        db.knex.on('query', abort);
        const given = new Person({ name: 'Dee' }).save(null, { transacting, signal: controller.signal });
        await expect(given).rejects.toMatchObject({ name: 'AbortError' });
        db.knex.off('query', abort);
        expect(await long).toBe(3 ** 10);
      });
      expect(await stored(db)).toEqual(['Ada', 'Bob', 'Cyd']);
    }));

  test('a model whose save was given up is as it was, and can be saved again', () =>
    withPeople(harness, async (town) => {
      const person = new town.Person({ name: 'Dee' });
      await expect(person.save({ age: 1 }, { signal: AbortSignal.abort() })).rejects.toMatchObject({
        name: 'AbortError',
      });
      expect([person.toJSON(), person.isNew()]).toEqual([{ name: 'Dee' }, true]);
      await person.save();
      expect(await stored(town.db)).toEqual(['Ada', 'Bob', 'Cyd', 'Dee']);
    }));
}
