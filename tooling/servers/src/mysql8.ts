// Starts a MySQL 8 for tests: prints a line on it for people on stderr, its variables as JSON on stdout, and stops it when its
// input ends.
import { endOf } from './end.js';
import { startMysql } from './mysql.js';
import type { Variable } from './urls.js';

const asked = endOf(process.stdin);
try {
  const server = await startMysql();
  console.error(`MySQL 8: a server of our own, ${server.url}`);
  const variables: Partial<Record<Variable, string>> = { SHELF_TEST_MYSQL: server.url };
  process.stdout.write(`${JSON.stringify(variables)}\n`);
  await asked;
  await server.stop();
} catch (error) {
  console.error(`MySQL 8 cannot be had: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
process.stdin.destroy();
