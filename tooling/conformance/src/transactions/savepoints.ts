import type { Knex } from 'knex';
import type { Harness } from '../harness.js';
import { deferred, faultOf, rejectionOf } from '../settling.js';
import { withBank } from './accounts.js';

/** Transactions inside transactions. */
export function savepointSuite(harness: Harness): void {
  const stop = new Error('stop');

  /** Three transactions in one another, of which one fails once it has written; what is stored then. */
  const nested = (failing: 'outer' | 'middle' | 'inner' | 'none', start: 'shelf' | 'knex'): Promise<string[]> =>
    withBank(harness, async ({ db, open, owners }) => {
      const within = <T>(t: Knex.Transaction, work: (inner: Knex.Transaction) => Promise<T>): PromiseLike<T> =>
        start === 'shelf' ? db.transaction(work, { transacting: t }) : t.transaction(work);
      const level = async (
        name: string,
        t: Knex.Transaction,
        below?: (t: Knex.Transaction) => PromiseLike<unknown>,
      ): Promise<void> => {
        await open(`${name} before`, t);
        if (below !== undefined) await Promise.resolve(below(t)).catch(() => undefined);
        await open(`${name} after`, t);
        if (failing === name) throw stop;
      };
      const inner = (t: Knex.Transaction): PromiseLike<void> => within(t, async (c) => level('inner', c));
      const middle = (t: Knex.Transaction): PromiseLike<void> => within(t, async (b) => level('middle', b, inner));
      const run = db.transaction(async (a) => level('outer', a, middle));
      if (failing === 'outer') expect(await rejectionOf(run)).toBe(stop);
      else await run;
      return owners();
    });

  test('what a savepoint cannot have is refused before it begins, and the outer transaction goes on', () =>
    withBank(harness, async ({ db, open, owners }) => {
      await db.transaction(async (transacting) => {
        const refused = [
          { isolationLevel: 'serializable' },
          { isolationLevel: 'read committed' },
          { readOnly: true },
          { isolationLevel: 'nonsense' as 'serializable' },
        ] as const;
        for (const mode of refused) {
          const work = jest.fn(async () => 1);
          expect((await faultOf(db.transaction(work, { transacting, ...mode }))).code).toBe('INVALID_VALUE');
          expect(work).not.toHaveBeenCalled();
        }
        await db.transaction(async (t) => open('Ada', t), { transacting, readOnly: false });
      });
      const serializable = { isolationLevel: 'serializable' } as const;
      await db.transaction(
        (outer) =>
          db.transaction(
            (middle) => db.transaction(async (t) => open('Bob', t), { transacting: middle, ...serializable }),
            { transacting: outer },
          ),
        serializable,
      );
      expect(await owners()).toEqual(['Ada', 'Bob']);
    }));

  const outerRows = ['outer before', 'outer after'];
  const middleRows = ['middle before', 'middle after'];
  const innerRows = ['inner before', 'inner after'];
  describe.each(['shelf', 'knex'] as const)('three deep, started by %s', (start) => {
    test.each([
      ['none', [...outerRows, ...middleRows, ...innerRows]],
      ['inner', [...outerRows, ...middleRows]],
      ['middle', outerRows],
      ['outer', []],
    ] as const)('failing: %s', async (failing, kept) => {
      expect((await nested(failing, start)).sort()).toEqual([...kept].sort());
    });
  });

  test('an error caught around a savepoint leaves the outer transaction usable', () =>
    withBank(harness, async ({ db, open, owners }) => {
      await open('taken');
      await db.transaction(async (t) => {
        await open('first', t);
        const fault = await faultOf(db.transaction(async (s) => open('taken', s), { transacting: t }));
        expect(fault).toBeInstanceOf(db.UniqueViolationError);
        await open('second', t);
      });
      expect(await owners()).toEqual(['taken', 'first', 'second']);
    }));

  test('a savepoint resolves to its callback’s value', () =>
    withBank(harness, async ({ db }) => {
      const value = await db.transaction(async (t) => db.transaction(async () => 'inner', { transacting: t }));
      expect(value).toBe('inner');
    }));

  test('a savepoint without a callback is ended by hand', () =>
    withBank(harness, async ({ db, open, owners }) => {
      await db.transaction(async (t) => {
        const kept = await db.transaction({ transacting: t });
        await open('kept', kept);
        await kept.commit();
        const undone = await db.transaction({ transacting: t });
        await open('undone', undone);
        await undone.rollback();
        await open('outer', t);
      });
      expect(await owners()).toEqual(['kept', 'outer']);
    }));

  test('a query on the outer transaction while its savepoint is open is an error, and does not run', () =>
    withBank(harness, async ({ db, Account, open, owners }) => {
      await db.transaction(async (t) => {
        const undone = db.transaction(
          async (s) => {
            await open('inner', s);
            const late: [string, () => PromiseLike<unknown>][] = [
              ['save', () => open('outer', t)],
              ['fetchAll', () => Account.fetchAll({ transacting: t })],
              ['count', () => Account.count('*', { transacting: t })],
              ["t('table')", () => t('accounts').insert({ owner: 'outer', balance: 1 })],
              ['t.raw', () => t.raw('delete from accounts')],
            ];
            for (const [name, run] of late) {
              const error = await rejectionOf(run());
              expect([name, error.name]).toEqual([name, 'TransactionClosedError']);
            }
            throw stop;
          },
          { transacting: t },
        );
        expect(await rejectionOf(undone)).toBe(stop);
        await open('outer after', t);
      });
      expect(await owners()).toEqual(['outer after']);
    }));

  test('the same two levels up', () =>
    withBank(harness, async ({ db, open, owners }) => {
      await db.transaction(async (a) =>
        db.transaction(
          async (b) =>
            db.transaction(
              async (c) => {
                expect(await faultOf(open('a', a))).toBeInstanceOf(db.TransactionClosedError);
                expect(await faultOf(open('b', b))).toBeInstanceOf(db.TransactionClosedError);
                await open('c', c);
              },
              { transacting: b },
            ),
          { transacting: a },
        ),
      );
      expect(await owners()).toEqual(['c']);
    }));

  test('the end of the outer transaction ends a savepoint that is still open; what comes later is refused', () =>
    withBank(harness, async ({ db, open, owners }) => {
      const go = deferred();
      const opened = deferred();
      let late: Promise<Error> | undefined;
      const run = db.transaction(async (t) => {
        const inner = db.transaction(
          async (s) => {
            await open('inner', s);
            opened.resolve();
            await go.promise;
            await open('late', s);
          },
          { transacting: t },
        );
        late = rejectionOf(inner);
        await opened.promise;
        throw stop;
      });
      expect(await rejectionOf(run)).toBe(stop);
      go.resolve();
      expect((await late)?.name).toBe('TransactionClosedError');
      expect(await owners()).toEqual([]);
      await open('usable');
      expect(await owners()).toEqual(['usable']);
    }));

  test('siblings started at the same time in one transaction do not mix', () =>
    withBank(harness, async ({ db, open, owners }) => {
      await db.transaction(async (t) => {
        const run = async (name: string): Promise<unknown> =>
          db.transaction(
            async (s) => {
              await open(`${name} 1`, s);
              await open(`${name} 2`, s);
              if (name === 'b') throw stop;
            },
            { transacting: t },
          );
        // Each either runs as a whole or is refused as a whole; never is one undone with another.
        const results = await Promise.allSettled(['a', 'b', 'c'].map(run));
        const kept = results.flatMap(({ status }, i) =>
          status === 'fulfilled' ? [`${'abc'[i]} 1`, `${'abc'[i]} 2`] : [],
        );
        expect(await t('accounts').orderBy('id').pluck('owner')).toEqual(kept);
      });
      expect(await owners()).not.toContain('b 1');
    }));
}
