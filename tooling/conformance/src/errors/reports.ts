import type { QueryReport, Shelf } from '@shelf/core';
import { withShelf, type Harness } from '../harness.js';
import { rejectionOf } from '../settling.js';
import { withOffice } from './people.js';

/** Everything that is printed while `work` runs. */
async function printedBy(work: () => Promise<unknown>): Promise<string> {
  const spies = (['debug', 'log', 'info', 'warn', 'error'] as const).map((name) =>
    jest.spyOn(console, name).mockImplementation(),
  );
  try {
    await work();
    return spies.flatMap(({ mock }) => mock.calls.map((args: unknown[]) => args.join(' '))).join('\n');
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** What a shelf tells of its queries: `query`, `query-error`, `debug`. */
export function reportSuite(harness: Harness): void {
  test('query: sql, bindings, duration and the model, once for each statement', () =>
    withOffice(harness, async ({ db, Person }) => {
      const reports: QueryReport[] = [];
      db.on('query', (report) => reports.push(report));
      const person = await new Person({ name: 'Ada' }).save();
      await person.save({ name: 'Bob' });
      await new Person({ id: person.id }).fetch();
      await Person.where('name', 'Bob').fetchAll();
      await Person.count();
      await person.destroy();
      const starts = ['insert', 'update', 'select', 'select', 'select', 'delete'];
      expect(reports.map(({ sql }) => sql.split(' ')[0])).toEqual(starts);
      expect(reports.map(({ model }) => model)).toEqual(starts.map(() => 'Person'));
      expect(reports.map(({ bindings }) => bindings)).toEqual([['Ada'], ['Bob', 1], [1], ['Bob'], [], [1]]);
      for (const { duration } of reports) expect(duration).toBeGreaterThanOrEqual(0);
      expect(reports.every(({ duration }) => Number.isFinite(duration))).toBe(true);
    }));

  test('query: a handler that is taken off is not called', () =>
    withOffice(harness, async ({ db, Person }) => {
      const handler = jest.fn();
      db.on('query', handler);
      await Person.count();
      db.off('query', handler);
      await Person.count();
      expect(handler).toHaveBeenCalledTimes(1);
    }));

  test('the query of an error is what was sent, and nothing of how Shelf goes about it', () =>
    withOffice(harness, async ({ db, Person }) => {
      await db.knex.schema.dropTable('people');
      const calls: PromiseLike<unknown>[] = [
        new Person({ id: 1 }).fetch(),
        Person.fetchAll(),
        Person.where({ id: 1 }).fetchAll(),
        Person.count(),
        new Person({ name: 'a' }).save(),
      ];
      for (const call of calls) {
        const { query } = (await rejectionOf(call)) as InstanceType<typeof db.ShelfError>;
        expect(Object.keys(query ?? {})).toEqual(['sql', 'bindings']);
      }
    }));

  test('query-error: the error that the call rejects with, and the report', () =>
    withOffice(harness, async ({ db, Person }) => {
      await new Person({ name: 'a', email: 'a' }).save();
      const heard: [unknown, QueryReport][] = [];
      const answered = jest.fn();
      db.on('query-error', (error, report) => heard.push([error, report])).on('query', answered);
      const error = await rejectionOf(new Person({ name: 'b', email: 'a' }).save());
      expect(error).toBeInstanceOf(db.UniqueViolationError);
      expect(heard).toHaveLength(1);
      expect(heard[0]![0]).toBe(error);
      expect(heard[0]![1]).toMatchObject({
        model: 'Person',
        bindings: expect.arrayContaining(['b', 'a']),
        duration: expect.any(Number),
      });
      expect(heard[0]![1].sql).toMatch(/^insert into/);
      expect(answered).not.toHaveBeenCalled();
    }));

  test('both in a transaction', () =>
    withOffice(harness, async ({ db, Person }) => {
      const heard: string[] = [];
      db.on('query', ({ sql }) => heard.push(sql.split(' ')[0]!)).on('query-error', () => heard.push('error'));
      await rejectionOf(
        db.transaction(async (transacting) => {
          await new Person({ name: 'a', email: 'a' }).save(null, { transacting });
          await new Person({ name: 'b', email: 'a' }).save(null, { transacting });
        }),
      );
      expect(heard).toEqual(['insert', 'error']);
    }));

  describe('debug', () => {
    const withPrinting = (work: (db: Shelf) => Promise<unknown>, debug: boolean): Promise<string> =>
      withShelf(
        harness,
        async (db) => {
          await db.knex.schema.createTable('things', (table) => {
            table.increments('id');
            table.string('name').unique();
          });
          return printedBy(() => work(db));
        },
        { debug },
      );
    const save = async (db: Shelf, options = {}): Promise<unknown> =>
      new (db.Model.extend({ tableName: 'things' }))({ name: 'Ada' }).save(null, options);

    test('prints each query with its bindings and its time', async () => {
      const printed = await withPrinting(save, true);
      expect(printed).toMatch(/insert into .*things/);
      expect(printed).toContain('"Ada"');
      expect(printed).toMatch(/\d+(\.\d+)? ms/);
    });

    test('prints a query that failed, and why', async () => {
      const twice = async (db: Shelf): Promise<unknown> => {
        await save(db);
        return rejectionOf(save(db));
      };
      expect(await withPrinting(twice, true)).toMatch(/insert into .*"Ada".*(unique|duplicate)/i);
    });

    test('prints what is sent through a builder too', async () => {
      const printed = await withPrinting(
        async (db) => db.Model.extend({ tableName: 'things' }).where('name', 'like', 'A%').fetchAll(),
        true,
      );
      expect(printed).toMatch(/select .*things.*"A%"/);
    });

    test('one call only, where it says so; or all but one', async () => {
      expect(await withPrinting(async (db) => save(db, { debug: true }), false)).toContain('insert into');
      expect(await withPrinting(async (db) => save(db, { debug: false }), true)).not.toContain('insert into');
    });

    test('nothing is printed otherwise', async () => {
      expect(await withPrinting(save, false)).toBe('');
    });

    test('bindings of every type can be printed', async () => {
      const all = async (db: Shelf): Promise<unknown> => {
        await db.knex.schema.createTable('values', (table) => {
          table.increments('id');
          table.bigInteger('big');
          table.binary('bytes');
          table.datetime('at');
          table.json('data');
        });
        const values = { big: 2n ** 60n, bytes: Buffer.from('bytes'), at: new Date(0), data: { a: [1] } };
        return new (db.Model.extend({ tableName: 'values' }))(values).save();
      };
      expect(await withPrinting(all, true)).toContain('1152921504606846976');
    });
  });
}
