export { visibility } from './visibility.js';
export type * from './types.js';
