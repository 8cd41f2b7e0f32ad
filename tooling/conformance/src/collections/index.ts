import type { Harness } from '../harness.js';
import { createSuite } from './create.js';
import { destroyedSuite } from './destroyed.js';
import { fetchSuite } from './fetch.js';
import { listFunctionsSuite } from './list-functions.js';
import { lookupSuite } from './lookup.js';
import { makingSuite } from './making.js';
import { membershipSuite } from './membership.js';
import { pageSuite } from './page.js';
import { polymorphicSuite } from './polymorphic.js';
import { querySuite } from './query.js';
import { saveAllSuite } from './save-all.js';
import { thenSuite } from './then.js';

/** Collections: every line of "Collection" in the list of promises. */
export function collectionSuite(harness: Harness): void {
  describe('making', () => makingSuite(harness));
  describe('membership', () => membershipSuite(harness));
  describe('list functions', () => listFunctionsSuite(harness));
  describe('lookup', () => lookupSuite(harness));
  describe('then', () => thenSuite(harness));
  describe('fetch', () => fetchSuite(harness));
  describe('page', () => pageSuite(harness));
  describe('query', () => querySuite(harness));
  describe('create', () => createSuite(harness));
  describe('saveAll', () => saveAllSuite(harness));
  describe('destroyed models', () => destroyedSuite(harness));
  describe('models that a function chooses', () => polymorphicSuite(harness));
}
