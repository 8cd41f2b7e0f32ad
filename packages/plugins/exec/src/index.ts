export { exec } from './exec.js';
export type * from './types.js';
