import { snapshot, type Row } from '@shelf/core/inside';
import Backbone from 'backbone';
import { prototypeOf, type Collection, type Model } from './targets.js';

/** The attributes of each model as they were when its row was last read or written. */
const baselines = new WeakMap<Model, Row>();
/** What a save wrote, by the options of the call. */
const written = new WeakMap<object, Row>();

/** What is stored of a model, as far as is known; undefined when its row was never read or written. */
export function baselineOf(model: Model, id: unknown): Row | undefined {
  const baseline = baselines.get(model);
  return baseline !== undefined && String(baseline[model.idAttribute]) === String(id) ? baseline : undefined;
}

/** Notes what a save is about to write. */
export function noteWritten(options: object, attributes: Row): void {
  const copy: Row = {};
  for (const name of Object.keys(attributes)) copy[name] = snapshot(attributes[name]);
  written.set(options, copy);
}

/**
 * Remembers a model's row. What the model does not show cannot be missed in it later, and what it shows but neither the row has nor a
 * save has written is still to be saved.
 */
export function remember(model: Model, row: Row, options?: object): void {
  const { toJSON, parse } = Backbone.Model.prototype;
  const isPlain = model.toJSON === toJSON && model.parse === parse;
  const shown = model.toJSON === toJSON ? model.attributes : model.toJSON(options);
  const sent = (options && written.get(options)) ?? {};
  const before = baselines.get(model) ?? {};
  const baseline: Row = {};
  for (const name of Object.keys(shown)) {
    if (Object.hasOwn(row, name)) baseline[name] = snapshot(isPlain ? row[name] : shown[name]);
    else if (Object.hasOwn(sent, name)) baseline[name] = sent[name];
    else if (Object.hasOwn(before, name)) baseline[name] = before[name];
  }
  baseline[model.idAttribute] = model.id;
  baselines.set(model, baseline);
}

/** Remembers the rows of the models that a fetch has brought. */
export function rememberAll(collection: Collection, rows: readonly Row[]): void {
  const { idAttribute } = prototypeOf(collection);
  for (const row of rows) {
    const id = row[idAttribute];
    const model = id === undefined || id === null ? undefined : collection.get(id);
    if (model !== undefined && String(model.id) === String(id)) remember(model, row);
  }
}
