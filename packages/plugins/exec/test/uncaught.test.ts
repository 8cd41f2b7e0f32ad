import { spawnSync } from 'node:child_process';

// A process that starts from the sources compiles them first.
jest.setTimeout(60_000);

/** Runs a program that has a shelf `db` with the plugin, in a process of its own. */
function run(body: string): { status: number | null; stdout: string; stderr: string } {
  const program = `
    import { createShelf } from '@shelf/core';
    import { sqlite } from '@shelf/sqlite';
    import { exec } from '@shelf/exec';
    const db = createShelf({ dialect: sqlite({ filename: ':memory:', driver: 'better-sqlite3' }), plugins: [exec()] });
    ${body}`;
  const loader = require.resolve('@shelf-tooling/jest/typescript-loader.mjs');
  const args = ['--conditions=source', '--import', loader, '--input-type=module', '-e', program];
  return spawnSync(process.execPath, args, { cwd: __dirname, encoding: 'utf8' });
}

test('an error thrown in a callback is uncaught', () => {
  const { stdout, stderr } = run(`
    process.on('uncaughtException', (error, origin) => { console.log(origin, error.message); process.exit(0); });
    let calls = 0;
    db.transaction(async () => 1).exec(() => { console.log('call', ++calls); throw new Error('thrown in the callback'); });
    setTimeout(() => console.log('swallowed'), 2000);`);
  expect(stderr).toBe('');
  expect(stdout).toBe('call 1\nuncaughtException thrown in the callback\n');
});

const REJECTED = `db.transaction(async () => { throw new Error('nobody looks after this'); }).tap(() => 1);`;

test('a rejection in the chain that nobody handles is told once to who listens', () => {
  const { status, stdout, stderr } = run(`
    process.on('unhandledRejection', (reason) => {
      console.log(reason.message);
      // Not before a second one would have been told.
      setImmediate(() => process.exit(0));
    });
    ${REJECTED}`);
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'nobody looks after this\n', stderr: '' });
});

test('where nobody listens it ends the process, as any other', () => {
  const { status, stdout, stderr } = run(`
    ${REJECTED}
    setTimeout(() => { console.log('goes on'); process.exit(0); }, 2000);`);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr.match(/Error: nobody looks after this/g)).toHaveLength(1);
});
