// `npm run test:relations [-- seed]`: set up, find or start the servers, and compare 2,000 random relations with plain arrays on each database.
import { join } from 'node:path';
import { pnpm, root } from './pnpm.mjs';
import { openServers } from './servers.mjs';
import { setup } from './setup.mjs';

await setup();
const closeServers = await openServers();
if (closeServers === undefined) process.exit(1);
try {
  const [seed] = process.argv.slice(2);
  process.env.SHELF_RUNS ??= '2000';
  if (seed !== undefined) process.env.SHELF_SEED = seed;
  const cwd = join(root, 'packages/relations');
  process.exitCode = await pnpm(['exec', 'jest', 'conformance', '-t', '^[a-z0-9-]+ one set of rows'], { cwd });
} finally {
  await closeServers();
}
