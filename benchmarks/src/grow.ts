import { race, type Race } from './race.js';
import type { Growth } from './results.js';
import type { Size } from './group.js';

/** Runs a scenario at several sizes, to show what each row costs as they become many. */
export async function grow(plan: Omit<Race, 'size' | 'rounds'>, sizes: readonly Size[]): Promise<Growth> {
  const { scenario, driver, reference, challengers } = plan;
  const entries = [reference, ...challengers].map(({ name }) => ({ contender: name, each: [] as number[] }));
  for (const { size, rounds } of sizes) {
    const finish = await race({ ...plan, size, rounds });
    const timings = [finish.reference, ...finish.challengers];
    for (const [place, { best }] of timings.entries()) entries[place]?.each.push((best / size) * 1e6);
  }
  return { driver, scenario: scenario.name, title: scenario.title, sizes: sizes.map(({ size }) => size), entries };
}
