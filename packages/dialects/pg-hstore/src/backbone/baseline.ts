import { snapshot, type Row } from '@shelf/core/inside';
import Backbone from 'backbone';
import type { Collection, Model } from './targets.js';

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

/** What `sync` has answered with: rows, and not what a `sync` that was put in its place makes of them. */
const answered = new WeakSet<object>();

/** Notes that a row is the database's own answer. */
export function noteAnswer(response: unknown): void {
  if (isObject(response)) answered.add(response);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Remembers what a fetch of a model has brought; a `sync` of the application's own may have answered nothing. */
export function rememberFetched(model: Model, response: unknown, options: object): void {
  if (isObject(response)) remember(model, rowIn(model, response, options), options);
}

/** Remembers what a save has written. Where nobody says what is stored now, the next save writes it all. */
export function rememberSaved(model: Model, response: unknown, options: object): void {
  if (isObject(response)) remember(model, rowIn(model, response, options), options);
  else baselines.delete(model);
}

/** The row in an answer, from which `parse` may have to unwrap it. */
function rowIn(model: Model, response: object, options: object): Row {
  const { parse } = Backbone.Model.prototype;
  if (answered.has(response) || model.parse === parse) return response as Row;
  return { ...response, ...(model.parse(response as Row, options) as Row | null | undefined) };
}

/**
 * Remembers a model's row. What the model does not show cannot be missed in it later, and what it shows but neither the row has nor a
 * save has written is still to be saved.
 */
function remember(model: Model, row: Row, options?: object): void {
  const { toJSON, parse } = Backbone.Model.prototype;
  const isPlain = model.toJSON === toJSON && model.parse === parse;
  const shown = model.toJSON === toJSON ? model.attributes : model.toJSON(options);
  const sent = (options && written.get(options)) ?? {};
  const before = baselines.get(model) ?? {};
  const baseline: Row = {};
  for (const name of Object.keys(shown)) {
    if (Object.hasOwn(row, name)) baseline[name] = snapshot(isPlain ? row[name] : shown[name]);
    else if (isPlain) continue;
    // What `parse` and `toJSON` make may have names that no row has.
    else if (Object.hasOwn(sent, name)) baseline[name] = sent[name];
    else if (Object.hasOwn(before, name)) baseline[name] = before[name];
  }
  baseline[model.idAttribute] = model.id;
  baselines.set(model, baseline);
}

/** The models that were there when rows came that are not to be merged into them, by those rows. */
const untouched = new WeakMap<object, ReadonlySet<Model>>();

/** Notes that rows are on their way into a collection whose models stay as they are. */
export function noteUntouched(rows: object, models: readonly Model[]): void {
  untouched.set(rows, new Set(models));
}

/** Remembers the rows that a fetch has set into models. A model that it left alone has changed since it was read itself, not since then. */
export function rememberAll(collection: Collection, response: unknown, options: object): void {
  if (!isObject(response)) return;
  const left = untouched.get(response);
  const find = finder(collection);
  for (const row of rowsIn(collection, response, options)) {
    const model = find(row);
    if (model !== undefined && left?.has(model) !== true) remember(model, row);
  }
}

/** The rows in an answer, from which `parse` may have to unwrap them. */
function rowsIn(collection: Collection, response: object, options: object): readonly Row[] {
  const rows = Array.isArray(response) ? (response as unknown[]) : collection.parse(response, options);
  return Array.isArray(rows) ? rows.filter(isObject).map((row) => row as Row) : [];
}

/** What finds the model of a row by its key, which each model may say: a collection's own `modelId` says what else it finds models by. */
function finder({ models }: Collection): (row: Row) => Model | undefined {
  const byKey = new Map<string, Map<string, Model>>();
  for (const model of models) {
    const key = model.idAttribute;
    let byId = byKey.get(key);
    if (byId === undefined) byKey.set(key, (byId = new Map()));
    byId.set(String(model.id), model);
  }
  return (row) => {
    for (const [key, byId] of byKey) {
      const id = row[key] as string | number | null | undefined;
      const model = id === undefined || id === null ? undefined : byId.get(String(id));
      if (model !== undefined) return model;
    }
    return undefined;
  };
}
