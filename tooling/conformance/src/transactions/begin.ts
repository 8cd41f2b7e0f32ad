import type { Shelf } from '@shelf/core';
import { newShelf, type Harness } from '../harness.js';
import { faultOf, rejectionOf } from '../settling.js';
import { withBank } from './accounts.js';

/** Transactions that cannot begin. */
export function beginSuite(harness: Harness): void {
  const refusal = 'refused to begin';

  /** Has the statement that begins the next transaction fail, as a server that refuses it or is gone does. */
  function refuseNext(db: Shelf, statement: RegExp): void {
    const listener = ({ sql }: { readonly sql: string }): void => {
      if (!statement.test(sql)) return;
      db.knex.removeListener('query', listener);
      throw new Error(refusal);
    };
    db.knex.on('query', listener);
  }

  test('BEGIN is refused: the callback does not run, and transaction() rejects', () =>
    withBank(harness, async ({ db, open, owners }) => {
      const work = jest.fn(async () => 1);
      refuseNext(db, /^begin/i);
      expect((await rejectionOf(db.transaction(work))).message).toContain(refusal);
      refuseNext(db, /^begin/i);
      expect((await rejectionOf(db.knex.transaction(work))).message).toContain(refusal);
      expect(work).not.toHaveBeenCalled();
      await db.transaction(async (t) => open('next', t));
      expect(await owners()).toEqual(['next']);
    }));

  test('BEGIN of a transaction that is ended by hand is refused', () =>
    withBank(harness, async ({ db, open, owners }) => {
      refuseNext(db, /^begin/i);
      expect((await rejectionOf(db.transaction())).message).toContain(refusal);
      const t = await db.transaction();
      await open('next', t);
      await t.commit();
      expect(await owners()).toEqual(['next']);
    }));

  test('BEGIN of an ambient transaction is refused: nothing of it is written', () =>
    withBank(
      harness,
      async ({ db, open, owners }) => {
        refuseNext(db, /^begin/i);
        const run = db.transaction(async () => open('outside'));
        expect((await rejectionOf(run)).message).toContain(refusal);
        expect(await owners()).toEqual([]);
      },
      { ambient: true },
    ));

  test('SAVEPOINT is refused: its callback does not run, and the outer transaction goes on', () =>
    withBank(harness, async ({ db, open, owners }) => {
      const work = jest.fn(async () => 1);
      await db.transaction(async (t) => {
        await open('before', t);
        refuseNext(db, /^savepoint/i);
        expect((await rejectionOf(db.transaction(work, { transacting: t }))).message).toContain(refusal);
        refuseNext(db, /^savepoint/i);
        expect((await rejectionOf(db.transaction({ transacting: t }))).message).toContain(refusal);
        await open('after', t);
        await db.transaction(async (s) => open('inside', s), { transacting: t });
      });
      expect(work).not.toHaveBeenCalled();
      expect(await owners()).toEqual(['before', 'after', 'inside']);
    }));

  test('the outer transaction is ended while its savepoint begins: the callback does not run', () =>
    withBank(harness, async ({ db, owners }) => {
      const work = jest.fn(async () => 1);
      const t = await db.transaction();
      const inner = faultOf(db.transaction(work, { transacting: t }));
      await t.rollback();
      expect((await inner).code).toBe('TRANSACTION_CLOSED');
      expect(work).not.toHaveBeenCalled();
      expect(await owners()).toEqual([]);
    }));

  test('without a dialect too', async () => {
    const db = newShelf(harness, harness.plain());
    try {
      const work = jest.fn(async () => 1);
      refuseNext(db, /^begin/i);
      expect((await rejectionOf(db.transaction(work))).message).toContain(refusal);
      refuseNext(db, /^begin/i);
      expect((await rejectionOf(db.transaction())).message).toContain(refusal);
      expect(work).not.toHaveBeenCalled();
    } finally {
      await db.destroy();
    }
  });
}
