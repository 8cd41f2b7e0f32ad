// Runs the benchmarks that the command line asks for, prints them, and writes them down.
import { compare } from './compare.js';
import { reference } from './contenders/index.js';
import { grow } from './grow.js';
import { weigh } from './heap.js';
import { describeMachine } from './machine.js';
import { readOptions, usage, type Options } from './options.js';
import { comparisonTable, growthTable, heapTable, verdict } from './print/report.js';
import type { Comparison, Growth, Heap } from './results.js';
import { shortcomings } from './verdict.js';
import { write } from './write.js';

const asked = readOptions(process.argv.slice(2));
if (asked.help) console.log(usage);
else await main(asked);

async function main({ drivers, scenarios, challengers, rounds, check, partial, ...options }: Options): Promise<void> {
  const comparisons: Comparison[] = [];
  const heap: Heap[] = [];
  const growth: Growth[] = [];

  for (const driver of drivers) {
    for (const scenario of scenarios) {
      const comparison = await compare({ scenario, driver, reference, challengers, rounds });
      comparisons.push(comparison);
      print(comparisonTable(comparison));
    }
    if (options.heap) {
      const weighed = await weigh(driver, reference, challengers);
      heap.push(weighed);
      print(heapTable(weighed));
    }
  }

  const ours = challengers.filter(({ name }) => name === 'shelf');
  for (const driver of options.growth.length > 0 ? drivers : []) {
    for (const scenario of scenarios) {
      const grown = await grow({ scenario, driver, reference, challengers: ours }, options.growth);
      growth.push(grown);
      print(growthTable(grown));
    }
  }

  const results = { taken: new Date().toISOString(), machine: describeMachine(), comparisons, heap, growth };
  print(`Written: ${write(results, partial).join(', ')}`);

  const found = shortcomings(results);
  print(verdict(found));
  if (check && found.length > 0) process.exitCode = 1;
}

function print(text: string): void {
  console.log(`${text}\n`);
}
