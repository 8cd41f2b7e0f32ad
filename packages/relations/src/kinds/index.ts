export { hasOne } from './has-one.js';
export { hasMany } from './has-many.js';
export { belongsTo } from './belongs-to.js';
export { belongsToMany } from './belongs-to-many.js';
export { morphOne } from './morph-one.js';
export { morphMany } from './morph-many.js';
export { morphTo } from './morph-to.js';
