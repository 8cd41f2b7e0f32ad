import type { Harness } from '../harness.js';
import { busSuite } from './bus.js';
import { cancellingSuite } from './cancelling.js';
import { changeSuite } from './change.js';
import { collectionEventsSuite } from './collection.js';
import { modelEventsSuite } from './model.js';
import { querySuite } from './query.js';
import { settlingSuite } from './settling.js';
import { transactionEventsSuite } from './transactions.js';

/** Events: every line of "Events" in the list of promises that needs no relation. */
export function eventSuite(harness: Harness): void {
  describe('bus', () => busSuite(harness));
  describe('model', () => modelEventsSuite(harness));
  describe('query and columns', () => querySuite(harness));
  describe('cancelling', () => cancellingSuite(harness));
  describe('settling', () => settlingSuite(harness));
  describe('change', () => changeSuite(harness));
  describe('collection', () => collectionEventsSuite(harness));
  describe('transactions', () => transactionEventsSuite(harness));
}
