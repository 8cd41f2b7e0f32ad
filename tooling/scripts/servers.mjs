// The database servers that tests need: found, named by the environment, or started for this run alone.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './pnpm.mjs';

/** Finds or starts them and names them in the environment; resolves to what ends those that were started, or undefined. */
export async function openServers() {
  const folder = join(root, 'tooling/servers');
  const loader = pathToFileURL(join(root, 'tooling/jest/typescript-loader.mjs')).href;
  const child = spawn(process.execPath, ['--import', loader, join(folder, 'src/main.ts')], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let output = '';
  const ended = once(child, 'exit');
  await Promise.race([
    ended,
    new Promise((resolve) => {
      child.stdout.on('data', (chunk) => {
        output += chunk;
        if (output.includes('\n')) resolve();
      });
    }),
  ]);
  const variables = output.includes('\n') ? JSON.parse(output) : {};
  if (Object.keys(variables).length < 2) {
    await ended;
    return undefined;
  }
  Object.assign(process.env, variables);
  return async () => {
    child.stdin.end();
    await ended;
  };
}
