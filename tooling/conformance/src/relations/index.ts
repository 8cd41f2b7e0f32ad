import type { RelationHarness } from './entities.js';
import { kindsSuite } from './kinds.js';

/** Relations: every kind, with every type of key, however it is loaded. */
export function relationSuite(harness: RelationHarness): void {
  describe('kinds', () => kindsSuite(harness));
}

export type { RelationHarness } from './entities.js';
