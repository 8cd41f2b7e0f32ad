// Runs the pnpm that package.json names, through npx, so that nothing but Node and npm has to be installed.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs pnpm with the arguments given, on this terminal or, when quiet, captured; see run and capture. */
export function pnpm(args, { cwd = root, quiet = false } = {}) {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const npx = ['--yes', '--prefer-offline', '--loglevel=error', packageManager];
  return (quiet ? capture : run)('npx', [...npx, ...args], { cwd, env: environment() });
}

/** Runs a command on this terminal and resolves to its exit code; signals reach the command before us. */
export function run(command, args, { cwd = root, env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const shell = process.platform === 'win32';
    const child = spawn(command, args, { cwd, env, shell, stdio: 'inherit' });
    const wait = () => {};
    process.on('SIGINT', wait);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      process.off('SIGINT', wait);
      resolve(signal === 'SIGINT' ? 130 : (code ?? 1));
    });
  });
}

/** Runs a command silently and resolves to its exit code and all that it printed. */
export function capture(command, args, { cwd = root, env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const shell = process.platform === 'win32';
    const child = spawn(command, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

function environment() {
  const prefix = dirname(dirname(process.execPath));
  // pnpm ignores npmrc's nodedir; with the headers at hand node-gyp need not download them.
  const headers = existsSync(join(prefix, 'include', 'node', 'node.h')) ? { npm_config_nodedir: prefix } : {};
  return { ...headers, ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = await pnpm(process.argv.slice(2), { cwd: process.cwd() });
}
