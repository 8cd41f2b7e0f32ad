import type { Harness } from '../harness.js';
import { classSuite } from './classes.js';
import { faultSuite } from './faults.js';
import { reportSuite } from './reports.js';
import { stackSuite } from './stacks.js';
import { violationSuite } from './violations.js';

/** Errors, and what a shelf tells of its queries. */
export function errorSuite(harness: Harness): void {
  describe('classes', () => classSuite(harness));
  describe('violations', () => violationSuite(harness));
  describe('faults', () => faultSuite(harness));
  describe('reports', () => reportSuite(harness));
  describe('stacks', () => stackSuite(harness));
}
