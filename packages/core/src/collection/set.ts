import _ from 'underscore';
import type { CallOptions, ModelInstance, Row } from '../instance.js';
import { attributesIn } from '../model/attributes.js';
import { isSame } from '../model/snapshot.js';
import type { FittedCollection } from './fitted-collection.js';

type Given = Row | ModelInstance;

/** What a `set` has done, for the events of a collection. */
interface Changes {
  readonly added: ModelInstance[];
  readonly merged: ModelInstance[];
  readonly removed: ModelInstance[];
}

const DEFAULTS: CallOptions = { add: true, remove: true, merge: true };

/**
 * Backbone 1.6's `set`: adds, merges and removes models until the collection has those that are given. It is Shelf's own because
 * Backbone asks a model what its last `set` has changed, and Shelf's models what differs from their rows.
 */
export function setModels(collection: FittedCollection, given: unknown, options_: CallOptions | undefined): unknown {
  if (given === undefined || given === null) return undefined;
  const options: CallOptions = { ...DEFAULTS, ...options_ };
  const parsed: unknown =
    options['parse'] === true && !collection._isModel(given) ? collection.parse(given as Row[], options) || [] : given;
  const singular = !Array.isArray(parsed);
  const models = (singular ? [parsed] : [...(parsed as unknown[])]) as (Given | false)[];
  const at = positionOf(options['at'], collection.length);
  const sortable = Boolean(collection.comparator) && at === undefined && options['sort'] !== false;
  const changes: Changes = { added: [], merged: [], removed: [] };
  const kept = new Set<ModelInstance>();
  let sorts = false;
  for (const [i, each] of models.entries()) {
    const existing = collection.get(each);
    if (existing !== undefined) {
      models[i] = existing;
      kept.add(existing);
      if (!options['merge'] || each === existing) continue;
      const before = sortable && !sorts ? { ...existing._row } : undefined;
      merge(existing, each as Given, options);
      changes.merged.push(existing);
      if (before !== undefined) sorts = differs(existing, before, collection.comparator);
    } else if (options['add']) {
      const model = (models[i] = collection._prepareModel(each as Given, options));
      if (!(model as ModelInstance | false)) continue;
      changes.added.push(model);
      collection._addReference(model, options);
      kept.add(model);
    }
  }
  if (options['remove']) {
    changes.removed.push(...collection.models.filter((model) => !kept.has(model)));
    if (changes.removed.length > 0) collection._removeModels(changes.removed, options);
  }
  const reordered = place(collection, [...kept], changes.added, {
    at,
    sortable,
    replaces: Boolean(options['add']) && Boolean(options['remove']),
  });
  sorts ||= sortable && changes.added.length > 0;
  if (sorts) collection.sort({ silent: true });
  if (options.silent !== true) announce(collection, changes, options, at, sorts || reordered);
  return singular ? models[0] : models;
}

function positionOf(at: unknown, length: number): number | undefined {
  if (at === undefined || at === null) return undefined;
  const position = Math.min(Number(at), length);
  return position < 0 ? position + length + 1 : position;
}

function merge(existing: ModelInstance, given: Given, options: CallOptions): void {
  const attributes = attributesIn(given);
  existing.set(options['parse'] === true ? existing.parse(attributes, options) : attributes, options);
}

/** Whether a merge has changed what a collection is sorted by. */
function differs(model: ModelInstance, before: Row, comparator: unknown): boolean {
  const names = typeof comparator === 'string' ? [comparator] : _.union(Object.keys(before), Object.keys(model._row));
  return names.some((name) => !isSame(before, model._row, name));
}

interface Placing {
  readonly at: number | undefined;
  readonly sortable: boolean;
  readonly replaces: boolean;
}

/** Brings the models into their places; returns whether the order of those that were there has changed. */
function place(
  collection: FittedCollection,
  kept: ModelInstance[],
  added: readonly ModelInstance[],
  { at, sortable, replaces: all }: Placing,
): boolean {
  const { models } = collection;
  if (kept.length > 0 && !sortable && all) {
    const reordered = models.length !== kept.length || models.some((model, i) => model !== kept[i]);
    models.length = 0;
    for (const model of kept) models.push(model);
    collection.length = models.length;
    return reordered;
  }
  if (added.length > 0) {
    const behind = models.splice(at ?? models.length);
    for (const model of [...added, ...behind]) models.push(model);
    collection.length = models.length;
  }
  return false;
}

function announce(
  collection: FittedCollection,
  changes: Changes,
  options: CallOptions,
  at: number | undefined,
  sorted: boolean,
): void {
  for (const [i, model] of changes.added.entries()) {
    if (at !== undefined) options['index'] = at + i;
    model.trigger('add', model, collection, options);
  }
  if (sorted) collection.trigger('sort', collection, options);
  if (changes.added.length + changes.merged.length + changes.removed.length === 0) return;
  options['changes'] = changes;
  collection.trigger('update', collection, options);
}
