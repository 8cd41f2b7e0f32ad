import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { page } from '../src/page.js';

const path = resolve(__dirname, '../../../docs/differences-from-bookshelf.md');

test('docs/differences-from-bookshelf.md lists what the tests prove; SHELF_WRITE_DOCS=1 writes it', () => {
  if (process.env['SHELF_WRITE_DOCS'] === '1') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, page());
  }
  expect(readFileSync(path, 'utf8')).toBe(page());
});
