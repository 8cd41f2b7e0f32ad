import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';

test('the example of the README prints what stands below it', async () => {
  const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
  const [, code = '', printed] = /```js\n(.*?)```\s*```text\n(.*?)```/s.exec(readme) ?? [];
  const body = code
    .replaceAll("'@shelf/case-converter'", "'../src/index.js'")
    .replaceAll(/import (\{.*?\}) from ('.*?');/g, 'const $1 = require($2);');
  const lines: string[] = [];
  const log = (...values: unknown[]): void => void lines.push(format(...values));
  const AsyncFunction = (async () => undefined).constructor as new (
    ...code: string[]
  ) => (...given: unknown[]) => Promise<void>;
  await new AsyncFunction('require', 'console', body)(require, { log });
  expect(`${lines.join('\n')}\n`).toBe(printed);
});
