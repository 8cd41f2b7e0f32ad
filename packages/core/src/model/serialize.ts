import type { CallOptions, ModelInstance, Row } from '../instance.js';

interface Serializable {
  toJSON(options?: CallOptions): unknown;
}

/** A copy of the attributes, with relations nested unless `shallow`. */
export function serialize(model: ModelInstance, options: CallOptions | undefined): Row | null {
  if (options?.['omitNew'] === true && model.isNew()) return null;
  const json: Row = { ...model._row };
  const relations = model._extra?.relations;
  if (relations !== undefined && options?.['shallow'] !== true) {
    for (const name of Object.keys(relations)) json[name] = serializeValue(relations[name], options);
  }
  for (const stage of model.shelf.stages.serialize) stage(model, json, options ?? {});
  return json;
}

function serializeValue(value: unknown, options: CallOptions | undefined): unknown {
  const serializable =
    typeof value === 'object' && value !== null && typeof (value as Serializable).toJSON === 'function';
  return serializable ? (value as Serializable).toJSON(options) : value;
}
