export { postgres } from './dialect/postgres.js';
export { createHstore, hybrid, type HybridOptions } from './hstore/migrate.js';
export type { PostgresOptions } from './dialect/options.js';
