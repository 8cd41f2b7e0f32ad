export { relations } from './relations.js';
export { addTargetResolver, type TargetResolver } from './target.js';
export type * from './types/index.js';
