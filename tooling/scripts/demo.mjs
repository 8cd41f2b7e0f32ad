// `npm run demo [folder]`: set up, build what the demo needs, run it where the caller stands.
import { join } from 'node:path';
import { buildQuietly } from './build-quietly.mjs';
import { root, run } from './pnpm.mjs';
import { setup } from './setup.mjs';

await setup();
await buildQuietly('examples/packages');
const entry = join(root, 'examples/packages/dist/main.js');
// npm runs scripts in the root; INIT_CWD is where the user called it, which is what a relative folder refers to.
process.exitCode = await run(process.execPath, [entry, ...process.argv.slice(2)], {
  cwd: process.env.INIT_CWD ?? process.cwd(),
});
