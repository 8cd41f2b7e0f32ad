// The database servers that tests need: found, named by the environment, or started for this run alone.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './pnpm.mjs';

/** Finds or starts them and names them in the environment; resolves to what ends those that were started, or undefined. */
export function openServers() {
  return open('src/main.ts', ['SHELF_TEST_POSTGRES', 'SHELF_TEST_MYSQL']);
}

/** Starts a MySQL 8 and names it in the environment; resolves to what ends it, or undefined. */
export function openMysql8() {
  return open('src/mysql8.ts', ['SHELF_TEST_MYSQL']);
}

async function open(program, names) {
  const folder = join(root, 'tooling/servers');
  const loader = pathToFileURL(join(root, 'tooling/jest/typescript-loader.mjs')).href;
  const child = spawn(process.execPath, ['--import', loader, join(folder, program)], {
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
  if (names.some((name) => !(name in variables))) {
    await ended;
    return undefined;
  }
  Object.assign(process.env, variables);
  return async () => {
    child.stdin.end();
    await ended;
  };
}
