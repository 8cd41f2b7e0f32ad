import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What days and instants are may not depend on where the process runs; its zone is read once, at its start. */
test.each(['America/Los_Angeles', 'Asia/Kathmandu'])(
  'values and timestamps come back unchanged in %s',
  async (zone) => {
    const args = [require.resolve('jest/bin/jest'), 'conformance', '-t', 'modelSuite (values|timestamps)', '--json'];
    const { stdout } = await run(process.execPath, args, { env: { ...process.env, TZ: zone }, maxBuffer: 2 ** 26 });
    const { numFailedTests, numPassedTests } = JSON.parse(stdout) as { numFailedTests: number; numPassedTests: number };
    expect(numFailedTests).toBe(0);
    expect(numPassedTests).toBeGreaterThan(60);
  },
  90_000,
);
