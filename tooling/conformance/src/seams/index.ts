import type { Harness } from '../harness.js';
import { genericSuite } from './generic.js';
import { knexSuite } from './knex.js';

export { dialectSuite } from './dialect.js';
export { pluginSuite } from './plugin.js';
export { scopeSuite } from './scope.js';
export { syncSuite } from './sync.js';

/** What Shelf stands on: a knex instance, with a dialect or without one. */
export function foundationSuite(harness: Harness): void {
  describe('knex', () => knexSuite(harness));
  describe('no dialect', () => genericSuite(harness));
}
