// `npm run test:mysql8 [-- options]`: set up, run the tests of @shelf/mysql on a MySQL 8 of their own, with jest's options given.
import { join } from 'node:path';
import { pnpm, root } from './pnpm.mjs';
import { openMysql8 } from './servers.mjs';
import { setup } from './setup.mjs';

await setup();
const closeServer = await openMysql8();
if (closeServer === undefined) process.exit(1);
try {
  const cwd = join(root, 'packages/dialects/mysql');
  process.exitCode = await pnpm(['exec', 'jest', ...process.argv.slice(2)], { cwd });
} finally {
  await closeServer();
}
