import { join } from 'node:path';
import type { Contender, Driver } from './contenders/contender.js';
import { createDatabase, temporaryFolder } from './database.js';
import type { Heap } from './results.js';
import { makeUsers } from './schema.js';
import { median } from './timing.js';

const rows = 10_000;
const limit = 150;

/** Weighs fetched models: what each holds of the heap beyond what the reference's row holds. */
export async function weigh(driver: Driver, reference: Contender, challengers: readonly Contender[]): Promise<Heap> {
  const { folder, remove } = temporaryFolder();
  const row = await bytesPerModel(driver, reference, folder);
  const entries = [];
  for (const challenger of challengers) {
    const model = await bytesPerModel(driver, challenger, folder);
    entries.push({ contender: challenger.name, bytes: model - row });
  }
  remove();
  return { driver, rows, limit, entries };
}

async function bytesPerModel(driver: Driver, { name, open }: Contender, folder: string): Promise<number> {
  const filename = join(folder, `${name}.sqlite`);
  createDatabase(filename, makeUsers(rows));
  const session = await open(driver, filename);
  const weights: number[] = [];
  // The first fetches also compile code and fill caches, which weigh something once.
  for (let round = 0; round < 7; round++) weights.push(await weight(() => session.fetchAll()));
  await session.close();
  return median(weights.slice(2)) / rows;
}

/** The bytes of heap that what the function resolves to keeps alive. */
async function weight(make: () => Promise<unknown>): Promise<number> {
  const before = heapUsed();
  const made = await make();
  const after = heapUsed();
  // It is still needed here, so it cannot be collected before it has been weighed.
  if (made === undefined) throw new Error('Nothing was fetched');
  return after - before;
}

function heapUsed(): number {
  if (!globalThis.gc) throw new Error('The heap can only be measured with node --expose-gc');
  globalThis.gc();
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}
