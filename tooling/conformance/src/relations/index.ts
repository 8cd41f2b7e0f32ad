import { absentSuite } from './absent.js';
import { agreementSuite } from './agreement/index.js';
import { againSuite } from './again.js';
import { callersSuite } from './callers.js';
import type { RelationHarness } from './entities.js';
import { graphsSuite } from './graphs.js';
import { kindsSuite } from './kinds.js';
import { limitsSuite } from './limits.js';
import { manySuite } from './many.js';
import { morphToSuite } from './morph-to.js';
import { namesSuite } from './names.js';
import { otherTypesSuite } from './other-types.js';
import { ownQueriesSuite } from './own-queries.js';
import { renamingSuite } from './renaming.js';
import { repeatsSuite } from './repeats.js';
import { sameKeysSuite } from './same-keys.js';
import { writtenSuite } from './written.js';

/** Relations: every kind, with every type of key, however it is loaded. */
export function relationSuite(harness: RelationHarness): void {
  describe('kinds', () => kindsSuite(harness));
  describe('what is absent', () => absentSuite(harness));
  describe('keys that are the same', () => sameKeysSuite(harness));
  describe('columns of other types than the key', () => otherTypesSuite(harness));
  describe('limits', () => limitsSuite(harness));
  describe('related rows that are written', () => writtenSuite(harness));
  describe('several pivot rows of one target', () => repeatsSuite(harness));
  describe('morphTo', () => morphToSuite(harness));
  describe('parse and format', () => renamingSuite(harness));
  describe('fetched again', () => againSuite(harness));
  describe('callers of one tick', () => callersSuite(harness));
  describe('unknown names', () => namesSuite(harness));
  describe('many parents', () => manySuite(harness));
  describe('random graphs', () => graphsSuite(harness));
  describe('queries of their own', () => ownQueriesSuite(harness));
  describe('one set of rows', () => agreementSuite(harness));
}

export type { RelationHarness } from './entities.js';
