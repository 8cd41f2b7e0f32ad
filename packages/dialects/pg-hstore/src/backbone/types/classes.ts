import type { Attrs } from '@shelf/core';
import type { Collection, ModelLike } from './collection.js';
import type { ExtendCollection, ExtendModel } from './extend.js';
import type { Model } from './model.js';
import type { NewModelOptions } from './options.js';

/** The class of models, to be extended: `Backbone.Model.extend({ … })`, or `class Badger extends Backbone.Model<BadgerRow>`. */
export interface ModelClass {
  // The second signature serves `Backbone.Model<Row>`; the last is the one that `InstanceOf` reads.
  // oxlint-disable-next-line typescript/no-explicit-any -- as in Model
  new (attributes?: Attrs<any>, options?: NewModelOptions): Model;
  // oxlint-disable-next-line typescript/no-explicit-any -- as in Model
  new <Row extends object = any>(attributes?: Attrs<Row>, options?: NewModelOptions): Model<Row>;
  // oxlint-disable-next-line typescript/no-explicit-any -- as in Model
  new (attributes?: Attrs<any>, options?: NewModelOptions): Model;
  readonly extend: ExtendModel;
}

/** The class of collections, to be extended. */
export interface CollectionClass {
  new (models?: readonly object[], options?: object): Collection<Model>;
  new <M>(models?: readonly ModelLike<M>[], options?: object): Collection<M>;
  new (models?: readonly object[], options?: object): Collection<Model>;
  readonly extend: ExtendCollection;
}
