import type { CallOptions, ModelInstance, Row } from '../instance.js';
import { introduce } from './introduce.js';
import { SYNCED } from './state.js';

/** The options with which core builds a model around a fetched row; recognised by identity. */
export const FETCHED: CallOptions = Object.freeze({ parse: true });

/**
 * What `new Model(attributes, options)` does. It is a plain function on an existing object, so that an overridden
 * `constructor` can call it with `Model.apply(this, arguments)`.
 */
export function construct(model: ModelInstance, args: unknown[]): void {
  const [attributes, options] = args as [Row?, CallOptions?];
  fill(model, {}, 0);
  introduce(model.constructor);
  if (options !== undefined && options !== null) attach(model, options);
  if (attributes) {
    model.set(options?.['parse'] === true ? model.parse({ ...attributes }, options) : attributes, options);
  }
  model.initialize(...args);
}

/** The same around a fetched row, which becomes the model's. */
export function constructFetched(model: ModelInstance, row: Row): void {
  fill(model, model.parse(row, FETCHED) ?? {}, SYNCED);
  model.initialize(row, FETCHED);
}

/** These five in this order, and no others: every model then has one hidden class and is 64 bytes. */
function fill(model: ModelInstance, row: Row, state: number): void {
  model._row = row;
  model._base = undefined;
  model._state = state;
  model._extra = undefined;
  model._fetch = undefined;
}

function attach(model: ModelInstance, options: CallOptions): void {
  model.shelf.callOptions.check(options);
  if (options['tableName'] !== undefined) model.tableName = options['tableName'] as string;
  if (options['hasTimestamps'] !== undefined) model.hasTimestamps = options['hasTimestamps'] as boolean;
  if (options['requireFetch'] !== undefined) model.requireFetch = options['requireFetch'] as boolean;
  if (options['collection'] !== undefined)
    model.collection = options['collection'] as NonNullable<ModelInstance['collection']>;
  for (const name of model.shelf.instanceOptions)
    if (options[name] !== undefined) (model as unknown as Row)[name] = options[name];
}
