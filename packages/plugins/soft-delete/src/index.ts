export { softDelete } from './soft-delete.js';
export type * from './types.js';
