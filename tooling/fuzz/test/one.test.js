import * as fc from 'fast-check';
import { writeFileSync } from 'node:fs';
import { useDatabases } from '../src/databases.js';
import { programs } from '../src/program.js';
import { showProgram } from '../src/show.js';
const databases = useDatabases();
test('one', async () => {
    const want = new RegExp(process.env['WANT'] ?? '.', 's');
    const alike = fc.asyncProperty(programs, async (program) => {
        const faults = (await databases.faultsOf(program)).filter((f) => want.test(f));
        if (faults.length > 0)
            throw new Error(`${faults.join('\n')}\n${showProgram(program)}`);
    });
    const { errorInstance } = await fc.check(alike, {
        seed: Number(process.env['SHELF_FUZZ_SEED'] ?? 1),
        numRuns: 300,
        interruptAfterTimeLimit: 100000,
        markInterruptAsFailure: false,
    });
    writeFileSync('/tmp/w/one.txt', errorInstance instanceof Error ? errorInstance.message : 'none');
}, 3600000);
