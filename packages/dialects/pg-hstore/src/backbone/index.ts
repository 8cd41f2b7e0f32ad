import { createBackbone } from './create.js';
import type { BackboneNamespace } from './types/namespace.js';
import type { PgConnector } from './types/connector.js';

/** The package `backbone`, with models and collections that are stored; `Backbone.pg_connector.config` says where. */
const Backbone: BackboneNamespace = createBackbone();

/** How `Backbone` reaches its database: the same as `Backbone.pg_connector`. */
export const pgConnector: PgConnector = Backbone.pg_connector;

export { Backbone, createBackbone };
export default Backbone;
// `require()` gives the namespace itself, which has the other exports as members.
export { Backbone as 'module.exports' };
export type * from './types/index.js';
