// `npm run bench [-- options]`: set up, build the packages, run the benchmarks with the options given.
import { join } from 'node:path';
import { buildQuietly } from './build-quietly.mjs';
import { pnpm, root } from './pnpm.mjs';
import { setup } from './setup.mjs';

await setup();
await buildQuietly('benchmarks');
process.exitCode = await pnpm(['run', 'bench', ...process.argv.slice(2)], { cwd: join(root, 'benchmarks') });
