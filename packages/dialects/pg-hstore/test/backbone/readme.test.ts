import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import { useBadgers } from './badgers.js';

const { url } = useBadgers();

test('the example of the README prints what stands below it', async () => {
  const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');
  const [, code = '', printed] = /## Plain Backbone.*?```js no-run\n(.*?)```\s*```text\n(.*?)```/s.exec(readme) ?? [];
  const body = code
    .replaceAll('pg://localhost/sett', url)
    .replace(
      /import (\w+) from '@shelf\/pg-hstore\/backbone';/,
      "const $1 = require('../../src/backbone/index.js').default;",
    );
  const lines: string[] = [];
  const log = (...values: unknown[]): void => void lines.push(format(...values));
  const AsyncFunction = (async () => undefined).constructor as new (
    ...code: string[]
  ) => (...given: unknown[]) => Promise<void>;
  await new AsyncFunction('require', 'console', body)(require, { log });
  expect(`${lines.join('\n')}\n`).toBe(printed);
});
