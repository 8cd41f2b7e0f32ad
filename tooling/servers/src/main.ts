// Finds the servers that tests need, or starts its own: prints a line on each for people on stderr, their variables as JSON
// on stdout, and stops what it started when its input ends.
import { mysqlAnswers, postgresAnswers } from './answers.js';
import { endOf } from './end.js';
import { startMariadb } from './mariadb.js';
import { startPostgres } from './postgres.js';
import type { Server } from './server.js';
import { mysqlUrl, postgresUrl, type Variable } from './urls.js';

interface Database {
  readonly name: string;
  readonly variable: Variable;
  readonly url: string;
  readonly advice: string;
  answers(url: string): Promise<void>;
  start(): Promise<Server>;
}

const databases: readonly Database[] = [
  {
    name: 'PostgreSQL',
    variable: 'SHELF_TEST_POSTGRES',
    url: postgresUrl(),
    advice: 'start one, or name one: SHELF_TEST_POSTGRES=postgres://user:password@host/database',
    answers: postgresAnswers,
    start: startPostgres,
  },
  {
    name: 'MariaDB',
    variable: 'SHELF_TEST_MYSQL',
    url: mysqlUrl(),
    advice: 'start one, or name one: SHELF_TEST_MYSQL=mysql://user:password@host/',
    answers: mysqlAnswers,
    start: startMariadb,
  },
];

// From the first server on: one that was started is stopped, whatever ends the run.
const asked = endOf(process.stdin);
const started: Server[] = [];
const variables: Record<string, string> = {};
for (const database of databases) {
  try {
    variables[database.variable] = await urlFor(database);
  } catch (error) {
    const why = (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ').slice(0, 300);
    console.error(`${database.name} cannot be had: ${why}. To run the tests, ${database.advice}`);
    process.exitCode = 1;
  }
}
process.stdout.write(`${JSON.stringify(variables)}\n`);
if (process.exitCode === undefined && started.length > 0) await asked;
await Promise.all(started.map((server) => server.stop()));
process.stdin.destroy();

async function urlFor({ name, variable, url, answers, start }: Database): Promise<string> {
  const named = process.env[variable];
  try {
    await answers(url);
    console.error(`${name}: ${named ? `the server named by ${variable}` : 'the local server on its default port'}`);
    return url;
  } catch (error) {
    // A server that was named and does not answer is a mistake to be told, not to be worked around.
    if (named) throw error;
  }
  const server = await start();
  started.push(server);
  console.error(`${name}: a server of our own, ${server.url}`);
  return server.url;
}
