export { optimisticLock } from './optimistic-lock.js';
export { StaleModelError } from './errors.js';
export type * from './types.js';
