// Builds one package and what it depends on, showing nothing unless it fails.
import { pnpm } from './pnpm.mjs';

/** Builds the package in the folder given, with its dependencies; ends the process when that fails. */
export async function buildQuietly(folder) {
  const filter = `--filter={./${folder}}...`;
  const args = ['exec', 'turbo', 'run', 'build', filter, '--output-logs=errors-only', '--log-order=grouped'];
  const { code, output } = await pnpm(args, { quiet: true });
  if (code === 0) return;
  process.stderr.write(output);
  process.exit(code);
}
