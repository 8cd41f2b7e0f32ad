import type { CallOptions, ModelInstance, Row } from '../instance.js';
import { SYNCED } from './state.js';

/** The options with which core builds a model around a fetched row; recognised by identity. */
export const FETCHED: CallOptions = Object.freeze({ parse: true });

/**
 * What `new Model(attributes, options)` does. It is a plain function on an existing object, so that an overridden
 * `constructor` can call it with `Model.apply(this, arguments)`.
 */
export function construct(model: ModelInstance, args: ArrayLike<unknown>): void {
  const attributes = args[0] as Row | null | undefined;
  const options = args[1] as CallOptions | undefined;
  // These four in this order, and no others: every model then has one hidden class and is 56 bytes.
  if (options === FETCHED) {
    model._row = model.parse(attributes as Row, options) ?? {};
    model._base = undefined;
    model._state = SYNCED;
    model._extra = undefined;
  } else {
    model._row = {};
    model._base = undefined;
    model._state = 0;
    model._extra = undefined;
    if (options !== undefined && options !== null) attach(model, options);
    if (attributes !== undefined && attributes !== null) {
      model.set(options?.['parse'] === true ? model.parse({ ...attributes }, options) : attributes, options);
    }
  }
  model.initialize.apply(model, args as unknown as unknown[]);
}

function attach(model: ModelInstance, options: CallOptions): void {
  if (options['tableName'] !== undefined) model.tableName = options['tableName'] as string;
  if (options['hasTimestamps'] !== undefined) model.hasTimestamps = options['hasTimestamps'] as boolean;
  if (options['requireFetch'] !== undefined) model.requireFetch = options['requireFetch'] as boolean;
  if (options['collection'] !== undefined)
    model.collection = options['collection'] as NonNullable<ModelInstance['collection']>;
}
