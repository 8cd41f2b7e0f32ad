// `npm run fuzz [-- --programs=N --seed=N]`: set up, then run random programs on every database; a seed is drawn where none is given.
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pnpm, root } from './pnpm.mjs';
import { openServers } from './servers.mjs';
import { setup } from './setup.mjs';

const { programs, seed } = parseArgs({
  options: {
    programs: { type: 'string', default: '3000' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
  },
}).values;

await setup();
const closeServers = await openServers();
if (closeServers === undefined) process.exit(1);
Object.assign(process.env, { SHELF_FUZZ_PROGRAMS: programs, SHELF_FUZZ_SEED: seed });
try {
  process.exitCode = await pnpm(['exec', 'jest'], { cwd: join(root, 'tooling/fuzz') });
} finally {
  await closeServers();
}
