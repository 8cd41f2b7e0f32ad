export { startMariadb } from './mariadb.js';
export { startMysql } from './mysql.js';
export { startPgBouncer } from './pgbouncer.js';
export { startPostgres } from './postgres.js';
export { startProxy } from './proxy.js';
export type { Server } from './server.js';
export { mysqlUrl, postgresUrl } from './urls.js';
export { usePostgres, type PostgresDatabase } from './postgres-database.js';
export { useMysql } from './mysql-database.js';
