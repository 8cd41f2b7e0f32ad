import { run } from './badgers.js';
import { withTable } from './table.js';

const url = process.argv[2] ?? process.env['SHELF_TEST_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

await withTable(url, () => run(url));
