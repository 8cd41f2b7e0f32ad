// What each root command consists of; run by run.mjs. Every step runs even when one before it failed, so that one run tells all.
import { run } from './pnpm.mjs';
import { collectResults, forgetResults } from './results.mjs';
import { openServers } from './servers.mjs';

// As many at a time as there are cores: more would only make tests that measure time unsteady.
const turboOptions = ['--continue', '--concurrency=100%', '--output-logs=new-only', '--log-order=grouped'];
const turbo = (...tasks) => ['turbo', 'run', ...tasks, ...turboOptions];

const steps = {
  format: ['oxfmt', '--check', '.'],
  reformat: ['oxfmt', '.'],
  lint: ['oxlint', '-c', 'oxlint.config.mjs', '--type-aware', '--deny-warnings'],
  unused: ['knip'],
  build: turbo('build'),
  types: turbo('typecheck'),
  'types on TypeScript 5.9': turbo('typecheck:5.9'),
  'type tests': turbo('typecheck:types'),
  packaging: ['node', 'tooling/scripts/packaging.mjs'],
  tests: turbo('test'),
};

const tasks = {
  format: ['reformat'],
  lint: ['format', 'lint', 'unused'],
  build: ['build'],
  test: ['types', 'tests'],
  check: ['format', 'lint', 'unused', 'build', 'types', 'types on TypeScript 5.9', 'type tests', 'packaging', 'tests'],
};

/** Resolves to the exit code of a step. */
function runStep(name) {
  const [command, ...args] = steps[name];
  return run(command, args);
}

/** The tests run while there are servers for them, and not at all where one is missing. */
async function runTests() {
  const closeServers = await openServers();
  if (closeServers === undefined) return 1;
  try {
    return await runStep('tests');
  } finally {
    await closeServers();
  }
}

const wanted = tasks[process.argv[2]];
if (!wanted) throw new Error(`No task '${process.argv[2]}'; there are: ${Object.keys(tasks).join(', ')}`);

const broken = [];
if (wanted.includes('tests')) forgetResults();
for (const name of wanted) {
  const started = performance.now();
  console.log(`\n▶ ${name}`);
  const code = await (name === 'tests' ? runTests() : runStep(name));
  if (code === 130) process.exit(code);
  if (code !== 0) broken.push(name);
  console.log(`${code === 0 ? '✓' : '✗'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
}

if (broken.length > 0) console.log(`\nFailed: ${broken.join(', ')}`);
if (wanted.includes('tests')) {
  const { passed, failed, problems } = collectResults();
  for (const problem of problems) console.log(problem);
  // A failed step counts as one failure, the tests by their own number.
  const others = broken.filter((name) => name !== 'tests' || failed === 0).length;
  console.log(`\n${passed} passed, ${failed + others} failed`);
  process.exitCode = failed + others > 0 ? 1 : 0;
} else {
  process.exitCode = broken.length > 0 ? 1 : 0;
}
