import { ShelfError } from '@shelf/core';
import { reading } from './actions/reading.js';
import { relating } from './actions/relating.js';
import { writing } from './actions/writing.js';
import { makeTables } from './models.js';
import { codeOf, Planned, Running } from './running.js';
/**
 * Runs a program on a shelf, in tables of its own.
 *
 * @param prefix what the tables' names begin with
 */
export async function run(db, program, prefix) {
    const dropTables = await makeTables(db.knex, program.schema, prefix);
    const running = new Running(db, program, prefix);
    const onError = (error) => void running.events.push(`error event ${codeOf(error)}`);
    db.on('error', onError);
    const lines = [];
    try {
        await runSteps(running, program.steps, {}, lines);
        lines.push(JSON.stringify(await running.tables({})));
    }
    finally {
        db.off('error', onError);
        await dropTables();
    }
    return { lines, faults: running.faults };
}
/** Runs steps one after another; one that fails ends those of a transaction. */
async function runSteps(running, steps, options, lines) {
    for (const step of steps) {
        running.events = [];
        let failure;
        const outcome = await runStep(running, step, options, lines).catch((error) => {
            failure = { error };
            return failedWith(running, step, error);
        });
        running.throwAt = step.do === 'throw at' ? step.event : undefined;
        lines.push(JSON.stringify({ step: step.do, outcome, events: running.events, slots: running.state() }));
        if (failure !== undefined && options.transacting !== undefined)
            throw failure.error;
    }
}
const actions = { ...writing, ...reading, ...relating };
async function runStep(running, step, options, lines) {
    if (step.do === 'transaction')
        return runTransaction(running, step, options, lines);
    if (step.do === 'throw at')
        return undefined;
    return actions[step.do](running, step, options);
}
/** Its steps' lines are those of any others; a rollback restores models, and the variables with it. */
async function runTransaction(running, { steps, ends }, options, lines) {
    const slots = [...running.slots];
    try {
        await running.db.transaction(async (transacting) => {
            await runSteps(running, steps, { transacting }, lines);
            running.events = [];
            if (ends === 'throw')
                throw new Planned();
        }, options);
    }
    catch (error) {
        running.slots.splice(0, slots.length, ...slots);
        throw error;
    }
}
/** The code of what a step failed with; an error of no kind that Shelf has is a fault. */
function failedWith(running, step, error) {
    const code = codeOf(error);
    const isKnown = error instanceof Planned || (error instanceof ShelfError && code !== 'ERROR');
    if (!isKnown)
        running.faults.push(`${step.do} failed with ${String(error)}`);
    return code;
}
