export { sqlite } from './sqlite.js';
export type { SqliteDriver, SqliteOptions } from './options.js';
