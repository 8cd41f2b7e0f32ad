import { brokenSuite } from './broken.js';
import type { ServerHarness } from './harness.js';
import { hungSuite } from './hung.js';
import { refusingSuite } from './refusing.js';

export type { ServerHarness } from './harness.js';

/** Databases that are servers, and what becomes of calls when those fail; dialects without a server have nothing to show here. */
export function serverSuite(harness: ServerHarness): void {
  describe('hung', () => hungSuite(harness));
  describe('broken', () => brokenSuite(harness));
  describe('refusing', () => refusingSuite(harness));
}
