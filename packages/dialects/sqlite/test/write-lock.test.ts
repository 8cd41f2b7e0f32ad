/* oxlint-disable jest/expect-expect -- `free` rejects when the lock is not free */
import { LockHolder } from '../src/lock-holder.js';
import { WriteLock } from '../src/write-lock.js';
import { rejection } from './open.js';

describe('the lock', () => {
  test('is given in the order of asking', async () => {
    const lock = new WriteLock('it');
    const order: number[] = [];
    await lock.acquire(1000);
    const waiting = [1, 2, 3].map(async (i) => {
      await lock.acquire(1000);
      order.push(i);
      lock.release();
    });
    expect(lock.tryAcquire()).toBe(false);
    lock.release();
    await Promise.all(waiting);
    expect(order).toEqual([1, 2, 3]);
    expect(lock.tryAcquire()).toBe(true);
  });

  test('is given back by its holder alone', async () => {
    const lock = new WriteLock('it');
    const [one, other] = [new LockHolder(lock, 1000), new LockHolder(lock, 1000)];
    await one.take();
    other.giveBack();
    expect(other.tryTake()).toBe(false);
    one.giveBack();
    one.giveBack();
    expect(other.tryTake()).toBe(true);
    expect(one.cancel()).toBe(false);
  });

  test('one who gives up loses the place, and the others keep theirs', async () => {
    const lock = new WriteLock('The lock');
    await lock.acquire(1000);
    const impatient = lock.acquire(1);
    const patient = lock.acquire(1000);
    expect((await rejection(impatient)).message).toMatch(
      /^The lock was not free within 1 ms: a transaction is left open/,
    );
    const aborting = new AbortController();
    const aborted = lock.acquire(1000, aborting.signal);
    aborting.abort();
    expect((await rejection(aborted)).message).toBe('The wait for The lock was cancelled');
    lock.release();
    await patient;
    lock.release();
    expect(lock.tryAcquire()).toBe(true);
  });
});
