import { join } from 'node:path';
import type { Driver } from './drivers.js';
import { temporaryFolder } from './folder.js';
import type { Contender, Scenario } from './group.js';
import { rotated, timing, type Timing } from './timing.js';

/** Which scenario, who takes part, and how much of it. */
export interface Race {
  readonly scenario: Scenario;
  readonly driver: Driver;
  readonly reference: Contender;
  readonly challengers: readonly Contender[];
  readonly size: number;
  readonly rounds: number;
}

/** How everyone did, beside the reference. */
export interface Finish {
  readonly reference: Timing;
  readonly challengers: readonly Timing[];
}

/** Runs a scenario with every contender in turn, after checking that they all give the same data. */
export async function race(plan: Race): Promise<Finish> {
  const { folder, remove } = temporaryFolder();
  try {
    await compareData(plan, folder);
    return await measure(plan, folder);
  } finally {
    remove();
  }
}

/** Has every contender do the work once, and refuses one whose data differ from the reference's. */
async function compareData({ scenario, driver, reference, challengers, size }: Race, folder: string): Promise<void> {
  const items = scenario.items(size);

  async function fingerprint({ name, open }: Contender) {
    const filename = join(folder, `${name}-compared.sqlite`);
    scenario.create(filename, size);
    const session = await open(driver, filename);
    const result = await scenario.work(session, items);
    await session.close();
    return scenario.fingerprint({ session, filename, result });
  }

  const expected = await fingerprint(reference);
  for (const challenger of challengers) {
    if ((await fingerprint(challenger)) === expected) continue;
    const { name } = challenger;
    throw new Error(`'${scenario.name}' on ${driver}: the data of ${name} differ from those of ${reference.name}`);
  }
}

/** Times the contenders, each on a file of its own; all files are alike. */
async function measure(plan: Race, folder: string): Promise<Finish> {
  const { scenario, driver, size, rounds } = plan;
  const items = scenario.items(size);

  async function enter({ name, open }: Contender) {
    const filename = join(folder, `${name}.sqlite`);
    scenario.create(filename, size);
    return { name, session: await open(driver, filename), times: [] as number[] };
  }

  const reference = await enter(plan.reference);
  const challengers = [];
  for (const challenger of plan.challengers) challengers.push(await enter(challenger));
  const all = [reference, ...challengers];

  for (let round = 0; round < rounds; round++) {
    for (const { session, times } of rotated(all, round)) times.push(await clock(() => scenario.work(session, items)));
  }

  for (const { session } of all) await session.close();
  return {
    reference: timing(reference.name, reference.times),
    challengers: challengers.map(({ name, times }) => timing(name, times)),
  };
}

/** The milliseconds that some work takes, beginning without the young garbage of those who came before. */
async function clock(work: () => Promise<unknown>): Promise<number> {
  // A full collection would make V8 throw compiled code away, which no program does to itself between queries.
  globalThis.gc?.({ type: 'minor' });
  const started = performance.now();
  await work();
  return performance.now() - started;
}
