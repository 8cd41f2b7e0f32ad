// Adds up the result files that each package's jest writes.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './pnpm.mjs';
import { workspaces } from './workspaces.mjs';

const file = '.jest-results.json';

const tested = () => workspaces().filter(({ manifest }) => manifest.scripts?.test);

/** Removes the results of earlier runs, so that none of them can stand in for a package that did not run. */
export function forgetResults() {
  for (const { folder } of tested()) rmSync(join(root, folder, file), { force: true });
}

/** Counts passed and failed tests over all packages; a suite that failed to run, or a package without results, is one failure. */
export function collectResults() {
  const total = { passed: 0, failed: 0, problems: [] };
  for (const { folder, manifest } of tested()) {
    const path = join(root, folder, file);
    if (!existsSync(path)) {
      total.failed += 1;
      total.problems.push(`${manifest.name}: its tests gave no results`);
      continue;
    }
    const results = JSON.parse(readFileSync(path, 'utf8'));
    total.passed += results.numPassedTests;
    total.failed += results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    if (skipped > 0) total.problems.push(`${manifest.name}: ${skipped} tests were skipped`);
    for (const suite of results.testResults.filter(({ status }) => status === 'failed')) {
      total.problems.push(`${manifest.name}: failures in ${suite.name}`);
    }
  }
  return total;
}
