export { mysql } from './mysql.js';
export type { MysqlOptions } from './options.js';
