import * as fc from 'fast-check';
import { writeFileSync } from 'node:fs';
import { useDatabases } from '../src/databases.js';
import { programs } from '../src/program.js';
const databases = useDatabases();
test('scan', async () => {
    const seen = new Map();
    let bad = 0;
    for (const program of fc.sample(programs, {
        seed: Number(process.env['SHELF_FUZZ_SEED'] ?? 1),
        numRuns: Number(process.env['SHELF_FUZZ_PROGRAMS'] ?? 100),
    })) {
        const faults = await databases.faultsOf(program);
        if (faults.length)
            bad++;
        for (const fault of faults) {
            let show = fault;
            const k0 = fault.replace(/[0-9]+|"[^"]*"/g, '').slice(0, 60);
            const m = /^line \d+\n {2}([\w-]+): (.*)\n {2}([\w-]+): (.*)$/s.exec(fault);
            let k = k0;
            if (m) {
                try {
                    const [a, b] = [JSON.parse(m[2]), JSON.parse(m[4])];
                    const parts = [];
                    for (const key of ['step', 'outcome', 'events', 'slots'])
                        if (JSON.stringify(a[key]) !== JSON.stringify(b[key]))
                            parts.push(`${key}: ${JSON.stringify(a[key])} | ${JSON.stringify(b[key])}`);
                    show = `${a.step} ${m[3]} :: ${parts.join('\n   ')}`;
                    k = show.replace(/[0-9]+/g, '').slice(0, 90);
                }
                catch { }
            }
            if (!seen.has(k))
                seen.set(k, show.slice(0, 900));
        }
    }
    writeFileSync('/tmp/w/scan.txt', `${bad} bad\n` + [...seen.values()].join('\n-----\n'));
}, 3600000);
