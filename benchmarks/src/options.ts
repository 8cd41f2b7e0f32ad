import { parseArgs } from 'node:util';
import { drivers, type Driver } from './drivers.js';
import type { Group, Scenario, Session, Size } from './group.js';
import { groups } from './groups.js';
import { users } from './users/index.js';
import type { UserSession } from './users/session.js';

const allScenarios = groups.flatMap((group) => group.scenarios);
const allChallengers = groups.flatMap((group) => group.challengers);

export const usage = `Usage: npm run bench -- [options]

  --driver <name>      ${drivers.join(', ')}; may be given several times
  --scenario <name>    ${[...namesOf(allScenarios), 'heap'].join(', ')}; may be given several times
  --contender <name>   ${namesOf(allChallengers).join(', ')}, besides the reference; may be given several times
  --rounds <number>    how often each contender runs each scenario (15)
  --quick              five rounds, and nothing at the largest size
  --no-growth          leave out the runs at several sizes
  --check              exit with 1 where Shelf is slower or larger than it may be, or a database was left out
  --help               this text`;

export interface Options {
  readonly drivers: readonly Driver[];
  /** The scenarios, and who is compared with the reference in them. */
  readonly groups: readonly Group[];
  /** Whose models are weighed. */
  readonly weighed: Group<UserSession> | undefined;
  readonly rounds: number;
  /** The sizes that a scenario grows through, if it shall. */
  readonly growth: (scenario: Scenario) => readonly Size[];
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
  const wanted = choose('scenario', [...namesOf(allScenarios), 'heap'], values.scenario);
  const who = choose('contender', namesOf(allChallengers), values.contender);
  return {
    drivers: choose('driver', drivers, values.driver),
    groups: groups.map((group) => narrowed(group, wanted, who)),
    weighed: wanted.includes('heap') ? narrowed(users, wanted, who) : undefined,
    rounds,
    growth: ({ sizes }) => (values['no-growth'] ? [] : values.quick ? quickly(sizes) : sizes),
    check: values.check,
    help: values.help,
    partial: Boolean(values.driver ?? values.scenario ?? values.contender) || values.quick || values['no-growth'],
  };
}

/** A group without the scenarios and the contenders that were not asked for. */
function narrowed<S extends Session>(
  { scenarios, reference, challengers }: Group<S>,
  wanted: readonly string[],
  who: readonly string[],
): Group<S> {
  const some = challengers.filter(({ name }) => who.includes(name));
  // Where nobody is left to compare with the reference there is nothing to run.
  const left = some.length === 0 ? [] : scenarios.filter(({ name }) => wanted.includes(name));
  return { scenarios: left, reference, challengers: some };
}

function quickly(sizes: readonly Size[]): Size[] {
  return sizes.slice(0, -1).map(({ size, rounds }) => ({ size, rounds: Math.ceil(rounds / 4) }));
}

function namesOf(named: readonly { readonly name: string }[]): string[] {
  return [...new Set(named.map(({ name }) => name))];
}

function choose<T extends string>(kind: string, all: readonly T[], names: readonly string[] | undefined): T[] {
  if (!names) return [...all];
  return names.map((name) => {
    const found = all.find((one) => one === name);
    if (!found) throw new Error(`There is no ${kind} '${name}'; there are: ${all.join(', ')}`);
    return found;
  });
}
