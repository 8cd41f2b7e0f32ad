import { parseArgs } from 'node:util';
import { drivers, type Contender, type Driver } from './contenders/contender.js';
import { challengers } from './contenders/index.js';
import type { Size } from './grow.js';
import { scenarios } from './scenarios/index.js';
import type { Scenario } from './scenarios/scenario.js';

export const usage = `Usage: npm run bench -- [options]

  --driver <name>      ${drivers.join(' or ')}; may be given several times
  --scenario <name>    ${[...scenarios.map(({ name }) => name), 'heap'].join(', ')}; may be given several times
  --contender <name>   ${challengers
    .map(({ name }) => name)
    .join(', ')}, besides the reference; may be given several times
  --rounds <number>    how often each contender runs each scenario (15)
  --quick              five rounds, and nothing with 100,000 rows
  --no-growth          leave out the runs at 1,000, 10,000 and 100,000 rows
  --check              exit with 1 where Shelf is slower or larger than it may be
  --help               this text`;

export interface Options {
  readonly drivers: readonly Driver[];
  readonly scenarios: readonly Scenario[];
  /** Who is compared with the reference. */
  readonly challengers: readonly Contender[];
  readonly heap: boolean;
  readonly rounds: number;
  readonly growth: readonly Size[];
  readonly check: boolean;
  readonly help: boolean;
  /** Something was left out, so that the results are no picture of the whole. */
  readonly partial: boolean;
}

/** Reads the command line; throws when it names something that does not exist. */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args: args.filter((arg) => arg !== '--'),
    options: {
      driver: { type: 'string', multiple: true },
      scenario: { type: 'string', multiple: true },
      contender: { type: 'string', multiple: true },
      rounds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      'no-growth': { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const rounds = Number(values.rounds ?? (values.quick ? 5 : 15));
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rounds takes a number from 1 up, not '${values.rounds}'`);
  const heap = { name: 'heap' };
  const wanted = choose('scenario', [...scenarios, heap], values.scenario);
  return {
    drivers: choose(
      'driver',
      drivers.map((name) => ({ name })),
      values.driver,
    ).map(({ name }) => name),
    scenarios: scenarios.filter((scenario) => wanted.includes(scenario)),
    challengers: choose('contender', challengers, values.contender),
    heap: wanted.includes(heap),
    rounds,
    growth: growthSizes(values.quick, values['no-growth']),
    check: values.check,
    help: values.help,
    partial: Boolean(values.driver ?? values.scenario ?? values.contender) || values.quick || values['no-growth'],
  };
}

function growthSizes(quick: boolean, none: boolean): Size[] {
  const sizes = quick ? quickSizes : allSizes;
  return none ? [] : sizes;
}

const quickSizes: Size[] = [
  { size: 1000, rounds: 3 },
  { size: 10_000, rounds: 2 },
];

const allSizes: Size[] = [
  { size: 1000, rounds: 12 },
  { size: 10_000, rounds: 6 },
  { size: 100_000, rounds: 2 },
];

function choose<T extends { readonly name: string }>(
  kind: string,
  all: readonly T[],
  names: readonly string[] | undefined,
): T[] {
  if (!names) return [...all];
  return names.map((name) => {
    const found = all.find((one) => one.name === name);
    if (!found) throw new Error(`There is no ${kind} '${name}'; there are: ${all.map((one) => one.name).join(', ')}`);
    return found;
  });
}
