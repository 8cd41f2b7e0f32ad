import type { Harness } from '../harness.js';
import { abortSuite } from './abort.js';
import { ambientSuite } from './ambient.js';
import { beginSuite } from './begin.js';
import { callSuite } from './calls.js';
import { committedSuite } from './committed.js';
import { concurrencySuite } from './concurrency.js';
import { deferredKeySuite } from './deferred-keys.js';
import { drainSuite } from './drain.js';
import { eventSuite } from './events.js';
import { outcomeSuite } from './outcome.js';
import { restoreSuite } from './restore.js';
import { savepointSuite } from './savepoints.js';
import { tableSuite } from './tables.js';

/** Transactions: every line of "Transactions" in the list of promises, and of the rules that SQLite can show. */
export function transactionSuite(harness: Harness): void {
  describe('outcome', () => outcomeSuite(harness));
  describe('begin', () => beginSuite(harness));
  describe('calls', () => callSuite(harness));
  describe('drain', () => drainSuite(harness));
  describe('savepoints', () => savepointSuite(harness));
  describe('abort', () => abortSuite(harness));
  describe('concurrency', () => concurrencySuite(harness));
  describe('events', () => eventSuite(harness));
  describe('committed', () => committedSuite(harness));
  describe('restore', () => restoreSuite(harness));
  describe('tables', () => tableSuite(harness));
  describe('ambient', () => ambientSuite(harness));
  if (harness.deferredKeys) describe('deferred keys', () => deferredKeySuite(harness));
}
