// `node run.mjs test` and its like: set up, then run the task inside pnpm's environment (its bins, and pnpm itself, on PATH).
import { pnpm } from './pnpm.mjs';
import { setup } from './setup.mjs';

await setup();
process.exitCode = await pnpm(['exec', 'node', 'tooling/scripts/tasks.mjs', ...process.argv.slice(2)]);
