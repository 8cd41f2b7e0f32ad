import { sources } from '../databases/index.js';
import type { Driver } from '../drivers.js';
import type { Contender, Group } from '../group.js';
import type { Heap } from '../results.js';
import { median } from '../timing.js';
import { fill } from './fill.js';
import { makeUsers } from './schema.js';
import type { UserSession } from './session.js';

const rows = 10_000;
const limit = 150;

/** Weighs fetched models: what each holds of the heap beyond what the reference's row holds. */
export async function weigh(driver: Driver, { reference, challengers }: Group<UserSession>): Promise<Heap> {
  const row = await bytesPerModel(driver, reference);
  const entries = [];
  for (const challenger of challengers.filter(({ drivers }) => drivers?.includes(driver) ?? true)) {
    const model = await bytesPerModel(driver, challenger);
    entries.push({ contender: challenger.name, bytes: model - row });
  }
  return { driver, rows, limit, entries };
}

async function bytesPerModel(driver: Driver, { name, open }: Contender<UserSession>): Promise<number> {
  const database = await sources[driver].create(name);
  await fill(database, makeUsers(rows));
  const session = await open(driver, database.address);
  // All that was fetched is kept, so that what a library itself holds on to does not count twice or not at all.
  const kept: unknown[] = [];
  const heap: number[] = [];
  for (let round = 0; round < 8; round++) {
    kept.push(await session.fetchAll());
    heap.push(heapUsed());
  }
  await session.close();
  await database.drop();
  const growth = heap.map((used, round) => used - (heap[round - 1] ?? 0));
  // The first fetches also compile code and fill caches, which weigh something once.
  return median(growth.slice(3)) / rows;
}

function heapUsed(): number {
  if (!globalThis.gc) throw new Error('The heap can only be measured with node --expose-gc');
  globalThis.gc();
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}
