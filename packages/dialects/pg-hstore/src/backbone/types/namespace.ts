import type { CollectionClass, ModelClass } from './classes.js';
import type { PgConnector, PgConnectorConfig } from './connector.js';
import type { EventMethods } from './events.js';
import type { SyncMethod } from './sync.js';

/** Backbone with stored models and collections. Its views and routers are the package's own, and typed there. */
export interface BackboneNamespace extends EventMethods {
  readonly VERSION: string;
  /** The class of stored models. */
  readonly Model: ModelClass;
  /** The class of stored collections. */
  readonly Collection: CollectionClass;
  /** What can be mixed into any object. */
  readonly Events: EventMethods;
  /** Which database they are stored in. */
  readonly pg_connector: PgConnector;
  /** The same as `pg_connector`. */
  readonly pgConnector: PgConnector;
  /** Makes another namespace, for another database. */
  readonly createBackbone: (config?: PgConnectorConfig) => BackboneNamespace;
  /** The namespace itself, for `const { Backbone } = require('@shelf/pg-hstore/backbone')`. */
  readonly Backbone: BackboneNamespace;
  /** Stores or reads a model, or reads a collection; what all of them call. May be replaced. */
  sync: (method: SyncMethod, target: object, options?: object) => Promise<unknown>;
}
