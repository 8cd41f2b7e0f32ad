import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const folder = join(__dirname, '..');

// A process that starts from the sources compiles them first.
jest.setTimeout(60_000);

test('npm start prints what the README says', async () => {
  const { scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { scripts: { start: string } };
  const [command, ...args] = scripts.start.split(' ');
  const program = command === 'node' ? process.execPath : (command as string);
  const { stdout } = await promisify(execFile)(program, args, { cwd: folder });
  expect(stdout).toBe(/```text\n(.*?)```/s.exec(readFileSync(join(folder, 'README.md'), 'utf8'))?.[1]);
});
