export type * from './names.js';
export type * from './model.js';
export type * from './options.js';
