import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const LOADER = require.resolve('@shelf-tooling/jest/typescript-loader.mjs');
const PROGRAM = `
  import { endOf } from '${join(__dirname, '..', 'src', 'end.ts')}';
  const end = endOf(process.stdin);
  console.log('waiting');
  await end;
  console.log('stopped');
  process.stdin.destroy();
`;

test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'the end of the input'] as const)(
  'what was started is stopped at %s',
  async (how) => {
    const child = spawn(process.execPath, ['--import', LOADER, '--input-type=module', '-e', PROGRAM]);
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    const ended = once(child, 'close');
    await once(child.stdout, 'data');
    if (how === 'the end of the input') child.stdin.end();
    else child.kill(how);
    expect([...(await ended), output]).toEqual([0, null, 'waiting\nstopped\n']);
  },
  30_000,
);
