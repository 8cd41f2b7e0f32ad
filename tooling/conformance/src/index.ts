/** The suites by what they prove; a dialect package runs each of them with its own factory. */
export { collectionSuite } from './collections/index.js';
export { errorSuite } from './errors/index.js';
export { eventSuite } from './events/index.js';
export { hostileSuite } from './hostile/index.js';
export { modelSuite } from './models/index.js';
export { dialectSuite, foundationSuite, pluginSuite, scopeSuite, syncSuite } from './seams/index.js';
export { transactionSuite } from './transactions/index.js';
export type { DialectSettings, Harness, InsertEffect } from './harness.js';
