import { isEmbedded } from './drivers.js';
import { race, type Race } from './race.js';
import type { Comparison } from './results.js';

/** Runs a scenario at its own size and says how everyone did beside the reference. */
export async function compare(plan: Omit<Race, 'size'>, limit: number): Promise<Comparison> {
  const { scenario, driver, rounds } = plan;
  const { name, title, size } = scenario;
  const made = scenario.reference[isEmbedded(driver) ? 'embedded' : 'server'] ?? '';
  const { reference, challengers } = await race({ ...plan, size });
  const entries = [reference, ...challengers].map(({ contender, best, median }) => {
    return { contender, best, median, each: (best / size) * 1000, ratio: best / reference.best };
  });
  return { driver, scenario: name, title, reference: made, size, rounds, limit, entries };
}
