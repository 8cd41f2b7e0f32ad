import type { Database } from './databases/database.js';
import { sources } from './databases/index.js';
import type { Driver } from './drivers.js';
import type { Contender, Scenario, Session } from './group.js';
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

/** One who has come to the start. */
interface Runner {
  readonly contender: Contender;
  readonly database: Database;
  readonly times: number[];
}

/** Runs a scenario with every contender in turn, after checking that they all give the same data. */
export async function race(plan: Race): Promise<Finish> {
  const runners: Runner[] = [];
  try {
    const reference = await enter(plan, plan.reference, runners);
    const challengers: Runner[] = [];
    for (const challenger of plan.challengers) challengers.push(await enter(plan, challenger, runners));
    await compareData(plan, reference, challengers);
    await measure(plan, runners);
    return { reference: timed(reference), challengers: challengers.map(timed) };
  } finally {
    for (const { database } of runners) await database.drop();
  }
}

/** Gives a contender a database of its own; all of them are alike. */
async function enter({ scenario, driver, size }: Race, contender: Contender, runners: Runner[]): Promise<Runner> {
  const database = await sources[driver].create(contender.name);
  const runner = { contender, database, times: [] };
  // From here on it is dropped whatever happens.
  runners.push(runner);
  await scenario.create(database, size);
  return runner;
}

/** Has every contender do the work once, and refuses one whose data differ from the reference's. */
async function compareData(
  { scenario, driver, size }: Race,
  reference: Runner,
  challengers: readonly Runner[],
): Promise<void> {
  const items = scenario.items(size);

  async function fingerprint({ contender, database }: Runner) {
    const session = await contender.open(driver, database.address);
    const result = await finish(session, () => scenario.work(session, items));
    return scenario.fingerprint({ session, database, result });
  }

  const expected = await fingerprint(reference);
  for (const challenger of challengers) {
    if ((await fingerprint(challenger)) === expected) continue;
    const { name } = challenger.contender;
    throw new Error(`'${scenario.name}' on ${driver}: the data of ${name} differ from those of the reference`);
  }
}

/** Times the contenders. */
async function measure({ scenario, driver, size, rounds }: Race, runners: readonly Runner[]): Promise<void> {
  const items = scenario.items(size);
  const running: { session: Session; times: number[] }[] = [];
  try {
    for (const { contender, database, times } of runners) {
      running.push({ session: await contender.open(driver, database.address), times });
    }
    for (let round = 0; round < rounds; round++) {
      for (const { session, times } of rotated(running, round))
        times.push(await clock(() => scenario.work(session, items)));
    }
  } finally {
    for (const { session } of running) await session.close();
  }
}

/** The milliseconds that some work takes, beginning without the young garbage of those who came before. */
async function clock(work: () => Promise<unknown>): Promise<number> {
  // A full collection would make V8 throw compiled code away, which no program does to itself between queries. What the first
  // one finds still held, by objects that are dead and old, stays in the young generation; the second one moves it out.
  globalThis.gc?.({ type: 'minor' });
  globalThis.gc?.({ type: 'minor' });
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Does some work and closes the session after it. */
async function finish<T>(session: Session, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    await session.close();
  }
}

function timed({ contender, times }: Runner): Timing {
  return timing(contender.name, times);
}
