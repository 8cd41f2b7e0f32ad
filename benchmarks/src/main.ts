// Runs the benchmarks that the command line asks for, prints them, and writes them down.
import { available } from './available.js';
import { compare } from './compare.js';
import { isEmbedded } from './drivers.js';
import { grow } from './grow.js';
import { whoUse } from './groups.js';
import { describeMachine } from './machine.js';
import { readOptions, usage, type Options } from './options.js';
import { comparisonTable, growthTable, heapTable, verdict } from './print/report.js';
import type { Comparison, Growth, Heap } from './results.js';
import { weigh } from './users/heap.js';
import { shortcomings } from './verdict.js';
import { write } from './write.js';

const asked = readOptions(process.argv.slice(2));
if (asked.help) console.log(usage);
else await main(asked);

async function main({ drivers, groups, rounds, check, partial, ...options }: Options): Promise<void> {
  const comparisons: Comparison[] = [];
  const heap: Heap[] = [];
  const growth: Growth[] = [];

  const found = await available(drivers);
  for (const driver of found) {
    for (const { scenarios, reference, challengers } of groups) {
      for (const scenario of scenarios) {
        const limit = scenario.limits[driver];
        if (limit === undefined) continue;
        const plan = { scenario, driver, reference, challengers: whoUse(driver, challengers), rounds };
        const comparison = await compare(plan, limit);
        comparisons.push(comparison);
        print(comparisonTable(comparison));
      }
    }
    if (options.weighed && isEmbedded(driver)) {
      const weighed = await weigh(driver, options.weighed);
      heap.push(weighed);
      print(heapTable(weighed));
    }
  }

  for (const driver of found.filter(isEmbedded)) {
    for (const { scenarios, reference, challengers } of groups) {
      const ours = challengers.filter(({ name }) => name === 'shelf');
      for (const scenario of scenarios) {
        const sizes = options.growth(scenario);
        if (sizes.length === 0) continue;
        const grown = await grow({ scenario, driver, reference, challengers: ours }, sizes);
        growth.push(grown);
        print(growthTable(grown));
      }
    }
  }

  const results = { taken: new Date().toISOString(), machine: describeMachine(), comparisons, heap, growth };
  print(`Written: ${write(results, partial || found.length < drivers.length).join(', ')}`);

  const short = shortcomings(results);
  print(verdict(short));
  // What was left out has not been checked.
  if (check && (short.length > 0 || found.length < drivers.length)) process.exitCode = 1;
}

function print(text: string): void {
  console.log(`${text}\n`);
}
