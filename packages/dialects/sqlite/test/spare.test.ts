import { Spare, spareOf } from '../src/spare.js';

/** A pool that notes what it is given back. */
function makePool(): {
  destroyed: boolean;
  pending: number;
  released: object[];
  numPendingAcquires(): number;
  release(c: object): boolean;
} {
  return {
    destroyed: false,
    pending: 0,
    released: [],
    numPendingAcquires() {
      return this.pending;
    },
    release(connection) {
      return this.released.push(connection) > 0;
    },
  };
}
const connection = { name: 'one' };
const other = { name: 'other' };

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

test('the connection that was given back is the next one taken, once', () => {
  const spare = new Spare(makePool());
  expect(spare.take()).toBeUndefined();
  expect(spare.offer(connection)).toBe(true);
  expect(spare.take()).toBe(connection);
  expect(spare.take()).toBeUndefined();
});

test('only one is kept', () => {
  const spare = new Spare(makePool());
  spare.offer(connection);
  expect(spare.offer(other)).toBe(false);
});

test('none is kept from those who wait, or in a pool that is gone', () => {
  const pool = makePool();
  pool.pending = 1;
  expect(new Spare(pool).offer(connection)).toBe(false);
  pool.pending = 0;
  pool.destroyed = true;
  expect(new Spare(pool).offer(connection)).toBe(false);
});

test('the pool has it back when it was not used for a while', () => {
  const pool = makePool();
  const spare = new Spare(pool);
  spare.offer(connection);
  for (let i = 0; i < 10; i++) {
    jest.advanceTimersByTime(90);
    expect(spare.take()).toBe(connection);
    spare.offer(connection);
  }
  expect(pool.released).toEqual([]);
  jest.advanceTimersByTime(200);
  expect(pool.released).toEqual([connection]);
  expect(spare.take()).toBeUndefined();
  expect(jest.getTimerCount()).toBe(0);
});

test('it is watched again after it was away', () => {
  const pool = makePool();
  const spare = new Spare(pool);
  spare.offer(connection);
  spare.take();
  jest.advanceTimersByTime(1000);
  expect(pool.released).toEqual([]);
  spare.offer(connection);
  jest.advanceTimersByTime(300);
  expect(pool.released).toEqual([connection]);
});

test('it is given up at once on demand', () => {
  const pool = makePool();
  const spare = new Spare(pool);
  spare.offer(connection);
  spare.giveUp();
  spare.giveUp();
  expect(pool.released).toEqual([connection]);
  expect(jest.getTimerCount()).toBe(0);
});

test('a pool has one spare', () => {
  const pool = makePool();
  expect(spareOf(pool)).toBe(spareOf(pool));
  expect(spareOf(undefined)).toBeUndefined();
});
