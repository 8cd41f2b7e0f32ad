import type { Harness } from '../harness.js';
import { comparisonSuite } from './comparisons.js';
import { injectionSuite } from './injection.js';
import { nameSuite } from './names.js';
import { protoSuite } from './proto.js';
import { untrustedSuite } from './untrusted.js';
import { valueSuite } from './values.js';

/** Hostile input: each name and value is stored exactly, or refused with a clear error before SQL is sent. */
export function hostileSuite(harness: Harness): void {
  describe('names', () => nameSuite(harness));
  describe('__proto__', () => protoSuite(harness));
  describe('values', () => valueSuite(harness));
  describe('injection', () => injectionSuite(harness));
  describe('comparisons', () => comparisonSuite(harness));
  describe('untrusted input', () => untrustedSuite(harness));
}
