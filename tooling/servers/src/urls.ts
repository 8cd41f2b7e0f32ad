/** The servers that tests use when the environment names none: the local ones on their default ports. */
const DEFAULTS = {
  SHELF_TEST_POSTGRES: 'postgres://postgres@127.0.0.1:5432/postgres',
  SHELF_TEST_MYSQL: 'mysql://root@127.0.0.1:3306/',
} as const;

/** The name of an environment variable that names a server. */
export type Variable = keyof typeof DEFAULTS;

/** The URL of the PostgreSQL server for tests; its user may create databases and extensions. */
export function postgresUrl(): string {
  return urlOf('SHELF_TEST_POSTGRES');
}

/** The URL of the MariaDB or MySQL server for tests; its user may create databases. */
export function mysqlUrl(): string {
  return urlOf('SHELF_TEST_MYSQL');
}

function urlOf(variable: Variable): string {
  const named = process.env[variable];
  return named === undefined || named === '' ? DEFAULTS[variable] : named;
}
