import type { Harness } from '../harness.js';
import { attributesSuite } from './attributes.js';
import { changesSuite } from './changes.js';
import { connectionsSuite } from './connections.js';
import { constructSuite } from './construct.js';
import { destroySuite } from './destroy.js';
import { expressionsSuite } from './expressions.js';
import { extendSuite } from './extend.js';
import { fetchSuite } from './fetch.js';
import { keysSuite } from './keys.js';
import { limitsSuite } from './limits.js';
import { ownWaysSuite } from './own-ways.js';
import { pagingSuite } from './paging.js';
import { parseFormatSuite } from './parse-format.js';
import { partialSuite } from './partial.js';
import { querySuite } from './query.js';
import { saveSuite } from './save.js';
import { serializeSuite } from './serialize.js';
import { startSuite } from './start.js';
import { timestampsSuite } from './timestamps.js';
import { updateSuite } from './update.js';
import { upsertSuite } from './upsert.js';
import { valuesSuite } from './values.js';

/** Models: every line of "Start", "Model, statics" and "Model, instance" in the list of promises. */
export function modelSuite(harness: Harness): void {
  describe('start', () => startSuite(harness));
  describe('extend', () => extendSuite(harness));
  describe('construct', () => constructSuite(harness));
  describe('attributes', () => attributesSuite(harness));
  describe('changes', () => changesSuite(harness));
  describe('serialize', () => serializeSuite(harness));
  describe('parse and format', () => parseFormatSuite(harness));
  describe('fetch', () => fetchSuite(harness));
  describe('partial rows', () => partialSuite(harness));
  describe('save', () => saveSuite(harness));
  describe('update', () => updateSuite(harness));
  describe('SQL as values', () => expressionsSuite(harness));
  describe('timestamps', () => timestampsSuite(harness));
  describe('upsert', () => upsertSuite(harness));
  describe('destroy', () => destroySuite(harness));
  describe('query', () => querySuite(harness));
  describe('paging', () => pagingSuite(harness));
  describe('limits', () => limitsSuite(harness));
  describe('connections', () => connectionsSuite(harness));
  describe('values', () => valuesSuite(harness));
  describe('keys', () => keysSuite(harness));
  describe('own ways', () => ownWaysSuite(harness));
}
