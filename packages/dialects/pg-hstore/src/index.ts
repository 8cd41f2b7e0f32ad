export { postgres } from './dialect/postgres.js';
export type { PostgresOptions } from './dialect/options.js';
