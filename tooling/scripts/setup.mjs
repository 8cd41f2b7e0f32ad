// Installs the dependencies, unless nothing that decides them has changed since the last time.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pnpm, root } from './pnpm.mjs';
import { workspaces } from './workspaces.mjs';

const stamp = join(root, 'node_modules', '.shelf-setup');

/** Makes node_modules match the lockfile; ends the process when it cannot. */
export async function setup() {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint()) return;
  const code = await install();
  if (code !== 0) {
    console.error(
      '\nSet-up failed. After a change of a package.json, bring the lockfile up to date: npm run pnpm install',
    );
    process.exit(code);
  }
  writeFileSync(stamp, fingerprint());
}

/** Installs; where nobody watches, the pages that compiling the SQLite drivers prints are shown only when it fails. */
async function install() {
  const args = ['install', '--frozen-lockfile'];
  if (process.stdout.isTTY) return pnpm(args);
  console.log('Installing; the first time takes minutes, since the SQLite drivers are compiled');
  const { code, output } = await pnpm(args, { quiet: true });
  if (code !== 0) console.error(output);
  return code;
}

function fingerprint() {
  // Native addons belong to one Node ABI and one platform.
  const hash = createHash('sha256').update(`${process.versions.modules} ${process.platform} ${process.arch}`);
  const manifests = workspaces().map(({ folder }) => join(folder, 'package.json'));
  for (const file of ['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml', ...manifests]) {
    // A package whose node_modules was removed needs an install too.
    const linked = existsSync(join(root, file, '..', 'node_modules'));
    hash.update(`${file} ${linked}\n`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await setup();
