export { caseConverter } from './case-converter.js';
export { camelCase, snakeCase } from './cases.js';
export type * from './types.js';
