import _ from 'underscore';
import { InvalidAttributeError } from '../errors.js';
import type { CallOptions, ModelInstance, Row } from '../instance.js';
import { attributeFor, keyColumns } from '../naming.js';
import { checkName, hasOwn } from '../own.js';
import { isModel } from './is-model.js';
import { isSame } from './snapshot.js';
import { erase, extraOf, handOut, isChanged, write } from './state.js';

/** Reads one attribute. */
export function get(model: ModelInstance, name: string): unknown {
  const row = model._row;
  if (!hasOwn(row, name)) return undefined;
  const value = row[name];
  if (typeof value === 'object' && value !== null) handOut(model, name, value);
  return value;
}

/** Sets one attribute or a hash of them, and triggers `change` when one now differs from the last synced state. */
export function set(model: ModelInstance, key: unknown, value: unknown, options?: CallOptions): ModelInstance {
  if (key === null || key === undefined) return model;
  if (typeof key !== 'object') {
    checkName(key, model.constructor.name);
    return setAll(model, [key], { [key]: value }, options);
  }
  const attributes = attributesIn(key);
  const names = Object.keys(attributes);
  for (const name of names) checkName(name, model.constructor.name);
  return setAll(model, names, attributes, (value as CallOptions | undefined) ?? undefined);
}

/** A model stands for its attributes. */
export function attributesIn(hash: object): Row {
  return isModel(hash) ? hash._row : (hash as Row);
}

function setAll(model: ModelInstance, names: readonly string[], attributes: Row, options?: CallOptions): ModelInstance {
  if (options !== undefined && options !== null) model.shelf.callOptions.check(options);
  const rekeys = model._extra?.holders !== undefined && touchesKey(model, names);
  const unset = options?.['unset'] === true;
  if (model._extra?.computed !== undefined && !unset) refuseComputed(model, model._extra.computed, names, attributes);
  const before = model._events !== undefined && options?.silent !== true ? { ...model._row } : undefined;
  for (const name of names) {
    if (unset) erase(model, name);
    else write(model, name, attributes[name]);
  }
  if (rekeys) announceKey(model);
  // Neither the value that it has nor the one that is stored makes a change.
  const changed =
    before === undefined ? [] : names.filter((name) => isChanged(model, name) && !isSame(before, model._row, name));
  if (changed.length > 0) announce(model, changed, options ?? {});
  return model;
}

/** Fires `change` for what one `set` has changed: once for all that its handlers set meanwhile, and again for what those of `change` set. */
function announce(model: ModelInstance, changed: readonly string[], options: CallOptions): void {
  const extra = extraOf(model);
  const isNested = extra.changing !== undefined;
  const changing = (extra.changing ??= { pending: undefined });
  changing.pending = options;
  try {
    for (const name of changed) model.trigger(`change:${name}`, model, model.get(name), options);
    if (isNested) return;
    while (changing.pending !== undefined) {
      const { pending } = changing;
      changing.pending = undefined;
      model.trigger('change', model, pending);
    }
  } finally {
    if (!isNested) extra.changing = undefined;
  }
}

function refuseComputed(
  model: ModelInstance,
  computed: ReadonlySet<string>,
  names: readonly string[],
  attributes: Row,
): void {
  const refused = names.find((name) => computed.has(name) && attributes[name] !== model._row[name]);
  if (refused === undefined) return;
  const { name } = model.constructor;
  throw new InvalidAttributeError(`${name}: '${refused}' was computed by a query and is read-only`, { model: name });
}

function touchesKey(model: ModelInstance, names: readonly string[]): boolean {
  const key = idNames(model);
  return names.some((name) => key.includes(name));
}

/** Tells the collections that find this model by its id. */
export function announceKey(model: ModelInstance): void {
  const holders = model._extra?.holders;
  if (holders !== undefined) for (const holder of holders) holder.rekey(model);
}

/** The attributes that hold the id: what `parse` makes of `idAttribute` where it renames columns, else `idAttribute` itself. */
export function idNames(model: ModelInstance): readonly string[] {
  const names = keyColumns(model);
  if (model.parse === passThrough) return names;
  const parsed = namesAfterParse(model, names);
  const row = model._row;
  // Who sets the key under the columns' own names means it.
  return parsed.every((name) => hasOwn(row, name)) || !names.every((name) => hasOwn(row, name)) ? parsed : names;
}

const parsedNames = new WeakMap<object, Map<string, readonly string[]>>();

/** What `parse` calls columns; learned once per class. */
function namesAfterParse(model: ModelInstance, columns: readonly string[]): readonly string[] {
  let known = parsedNames.get(model.constructor);
  if (known === undefined) parsedNames.set(model.constructor, (known = new Map()));
  const id = columns.join('\0');
  let names = known.get(id);
  if (names === undefined) known.set(id, (names = columns.map((column) => parsedName(model, column))));
  return names;
}

/** The attribute that holds a column's value. */
export function attributeOf(model: ModelInstance, column: string): string {
  const name = attributeFor(model, column);
  return model.parse === passThrough ? name : (namesAfterParse(model, [name])[0] as string);
}

function parsedName(model: ModelInstance, column: string): string {
  let renamed: Row | undefined;
  try {
    renamed = model.parse({ [column]: null });
  } catch {
    return column; // A `parse` that needs a whole row renames nothing that could be learned here.
  }
  if (typeof renamed !== 'object' || renamed === null || hasOwn(renamed, column)) return column;
  return Object.keys(renamed)[0] ?? column;
}

/** The default `parse` and `format`. */
export function passThrough(attributes: Row): Row {
  return attributes;
}

/**
 * The attributes through `format`. `idAttribute` is a column's name: where `format` would make another one of it, an
 * attribute that is called so already stays as it is.
 */
export function formattedBy(model: ModelInstance, attributes: Row, options?: CallOptions): Row {
  if (model.format === passThrough) return attributes;
  const formatted = model.format({ ...attributes }, options);
  const raw = keyColumns(model).filter((name) => hasOwn(attributes, name) && !hasOwn(formatted, name));
  if (raw.length === 0) return formatted;
  return { ...model.format(_.omit(attributes, raw), options), ..._.pick(attributes, raw) };
}

/** The id: one value, or a tuple for a composite key; undefined when it or a part of it is missing. */
export function readId(model: ModelInstance): unknown {
  const row = model._row;
  const { idAttribute } = model;
  if (typeof idAttribute === 'string' && model._naming === undefined && model.parse === passThrough) {
    return hasOwn(row, idAttribute) ? row[idAttribute] : undefined;
  }
  const names = idNames(model);
  if (names.length === 1) {
    const name = names[0] as string;
    return hasOwn(row, name) ? row[name] : undefined;
  }
  if (names.length === 0) return undefined;
  const id: unknown[] = [];
  for (const name of names) {
    if (!hasOwn(row, name) || row[name] === null || row[name] === undefined) return undefined;
    id.push(row[name]);
  }
  return id;
}

/** Sets the id's attribute, or the parts of a composite one. */
export function writeId(model: ModelInstance, id: unknown): void {
  const names = idNames(model);
  if (names.length === 1) {
    model.set(names[0] as string, id);
    return;
  }
  const parts = Array.isArray(id) ? (id as unknown[]) : [];
  model.set(Object.fromEntries(names.map((name, i) => [name, parts[i]])));
}
