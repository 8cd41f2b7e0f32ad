export { virtuals } from './virtuals.js';
export type * from './types/index.js';
