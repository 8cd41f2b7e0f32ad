import * as fc from 'fast-check';
import { useDatabases } from '../src/databases.js';
import { programs } from '../src/program.js';
import { showProgram } from '../src/show.js';
// Given by `npm run fuzz`; the check runs the same programs each time, so that it fails by a change and not by chance.
const seed = Number(process.env['SHELF_FUZZ_SEED'] ?? 20261130);
const numRuns = Number(process.env['SHELF_FUZZ_PROGRAMS'] ?? 200);
const databases = useDatabases();
test(`${numRuns} random programs give the same on every database (seed ${seed})`, async () => {
    const alike = fc.asyncProperty(programs, async (program) => {
        const faults = await databases.faultsOf(program);
        if (faults.length > 0)
            throw new Error(`${faults.join('\n')}\n${showProgram(program)}`);
    });
    const { errorInstance, numShrinks } = await fc.check(alike, { seed, numRuns });
    // The smallest program that was found to fail, and in what.
    const failure = errorInstance instanceof Error ? `${errorInstance.message}\nshrunk ${numShrinks} times` : undefined;
    expect(failure).toBeUndefined();
}, 3600000);
