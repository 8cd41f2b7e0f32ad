// Packs every public package as it would be published and looks at the tarballs: publint, attw, and a stranger's project that uses them.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { capture, root } from './pnpm.mjs';
import { stranger } from './stranger.mjs';
import { workspaces } from './workspaces.mjs';

const folder = mkdtempSync(join(tmpdir(), 'shelf-packaging-'));
const packages = workspaces().filter(({ manifest }) => !manifest.private);
let failures = 0;

try {
  for (const each of packages) each.tarball = await pack(each);
  for (const { tarball } of packages) {
    await prove('publint', ['--strict', tarball]);
    await prove('attw', ['--profile', 'esm-only', tarball]);
  }
  for (const [command, args, options] of await stranger(join(folder, 'stranger'), packages))
    await prove(command, args, options);
} finally {
  rmSync(folder, { recursive: true });
}
process.exitCode = failures === 0 ? 0 : 1;

/** Packs one package, with pnpm because npm leaves `workspace:` ranges in, and gives the path of its tarball. */
async function pack({ folder: source, manifest }) {
  const destination = join(folder, 'packed', manifest.name);
  mkdirSync(destination, { recursive: true });
  await prove('pnpm', ['pack', '--pack-destination', destination], { cwd: join(root, source) });
  return join(destination, readdirSync(destination)[0]);
}

/** Runs one proof; shows what it printed only when it fails. */
async function prove(command, args, options) {
  const { code, output } = await capture(command, args, options);
  console.log(`${code === 0 ? '✓' : '✗'} ${command} ${args.join(' ')}`);
  if (code === 0) return;
  failures += 1;
  console.log(output);
}
