import { ShelfError, type Shelf } from '@shelf/core';
import type { Action, Actions } from './actions/action.js';
import { reading } from './actions/reading.js';
import { relating } from './actions/relating.js';
import { writing } from './actions/writing.js';
import { makeTables } from './models.js';
import type { Program, Step } from './program.js';
import { codeOf, Planned, Running, type Options } from './running.js';

/** What a program gave on one database: a line for each step, and what was wrong whatever other databases give. */
export interface Transcript {
  readonly lines: readonly string[];
  readonly faults: readonly string[];
}

/**
 * Runs a program on a shelf, in tables of its own.
 *
 * @param prefix what the tables' names begin with
 */
export async function run(db: Shelf, program: Program, prefix: string): Promise<Transcript> {
  const dropTables = await makeTables(db.knex, program.schema, prefix);
  const running = new Running(db, program, prefix);
  const onError = (error: unknown): void => void running.events.push(`error event ${codeOf(error)}`);
  db.on('error', onError);
  const lines: string[] = [];
  try {
    await runSteps(running, program.steps, {}, lines);
    lines.push(JSON.stringify(await running.tables({})));
  } finally {
    db.off('error', onError);
    await dropTables();
  }
  return { lines, faults: running.faults };
}

/** Runs steps one after another; one that fails ends those of a transaction. */
async function runSteps(running: Running, steps: readonly Step[], options: Options, lines: string[]): Promise<void> {
  for (const step of steps) {
    running.events = [];
    let failure: { readonly error: unknown } | undefined;
    const outcome = await runStep(running, step, options, lines).catch((error: unknown) => {
      failure = { error };
      return failedWith(running, step, error);
    });
    running.throwAt = step.do === 'throw at' ? step.event : undefined;
    lines.push(JSON.stringify({ step: step.do, outcome, events: running.events, slots: running.state() }));
    if (failure !== undefined && options.transacting !== undefined) throw failure.error;
  }
}

const actions: Actions<Exclude<Step['do'], 'transaction' | 'throw at'>> = { ...writing, ...reading, ...relating };

async function runStep(running: Running, step: Step, options: Options, lines: string[]): Promise<unknown> {
  if (step.do === 'transaction') return runTransaction(running, step, options, lines);
  if (step.do === 'throw at') return undefined;
  return (actions[step.do] as Action<typeof step.do>)(running, step, options);
}

/** Its steps' lines are those of any others; a rollback restores models, and the variables with it. */
async function runTransaction(
  running: Running,
  { steps, ends }: Extract<Step, { readonly do: 'transaction' }>,
  options: Options,
  lines: string[],
): Promise<void> {
  const slots = [...running.slots];
  const forgetKeys = running.rows.mark();
  try {
    await running.db.transaction(async (transacting) => {
      await runSteps(running, steps, { transacting }, lines);
      running.events = [];
      if (ends === 'throw') throw new Planned();
    }, options);
  } catch (error) {
    running.slots.splice(0, slots.length, ...slots);
    forgetKeys();
    throw error;
  }
}

/** The code of what a step failed with; an error of no kind that Shelf has is a fault. */
function failedWith(running: Running, step: Step, error: unknown): string {
  const code = codeOf(error);
  const isKnown = error instanceof Planned || (error instanceof ShelfError && code !== 'ERROR');
  if (!isKnown) running.faults.push(`${step.do} failed with ${String(error)}`);
  return code;
}
