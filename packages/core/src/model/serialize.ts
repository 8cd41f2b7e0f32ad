import type { CallOptions, CollectionInstance, ModelInstance, Row, ShelfInternals, Shown } from '../instance.js';
import { hasOwn } from '../own.js';
import { isModel } from './is-model.js';
import { nestedMaker } from './nested.js';

interface Serializable {
  toJSON(options?: CallOptions): unknown;
}

const everything = (): boolean => true;
/** What stages are given where there are no options: one for all, since JSON is made of many models. */
const NO_OPTIONS: CallOptions = Object.freeze({});

/** The two methods of models that make JSON. */
export const serializing: ThisType<ModelInstance> & Pick<ModelInstance, 'serialize' | 'toJSON'> = {
  serialize(options?: CallOptions) {
    return serialize(this, typeof options === 'object' ? options : undefined) as Row;
  },
  toJSON(options?: CallOptions) {
    return this.serialize(typeof options === 'object' ? options : undefined);
  },
};

interface Serializing {
  serialize(options?: CallOptions): Row[];
  toJSON(options?: CallOptions): Row[];
}

/** Those of collections. */
export const serializingMany: ThisType<CollectionInstance & Serializing> & Serializing = {
  serialize(options) {
    const json = serializeAll(this.models, options);
    return options?.['omitNew'] === true ? json.filter((each) => (each as unknown) !== null) : json;
  },
  toJSON(options) {
    return this.serialize(options);
  },
};

/**
 * The JSON of many models. Where nobody changes it, that of a model without relations is made at once: there are many of them, of
 * many classes, and V8 looks each member of an object up again where there are more than four.
 */
function serializeAll(models: readonly ModelInstance[], options: CallOptions | undefined): Row[] {
  const json = new Array<Row>(models.length);
  const shelf = models[0]?.shelf;
  const plain = shelf !== undefined && options?.['omitNew'] !== true && showsAttributes(shelf);
  for (let i = 0; i < models.length; i++) {
    const model = models[i] as ModelInstance;
    json[i] = (plain ? atOnce(model, shelf, options) : undefined) ?? model.toJSON(options);
  }
  return json;
}

function atOnce(model: ModelInstance, shelf: ShelfInternals, options: CallOptions | undefined): Row | undefined {
  if (model.toJSON !== serializing.toJSON || model.serialize !== serializing.serialize || model.shelf !== shelf)
    return undefined;
  const extra = model._extra;
  if (extra === undefined) return { ...model._row };
  const { serialize: stages } = shelf.stages;
  if (extra.relations !== undefined || stages.length !== 1) return undefined;
  return stages[0]?.whole?.(model, options ?? NO_OPTIONS);
}

/** Whether no plugin changes the JSON of models with nothing but attributes. */
function showsAttributes({ stages }: ShelfInternals): boolean {
  return stages.show.length === 0 && stages.serialize.every(({ onlyExtra }) => onlyExtra === true);
}

/** A copy of the attributes, with relations nested unless `shallow`. */
function serialize(model: ModelInstance, options: CallOptions | undefined): Row | null {
  if (options !== undefined) model.shelf.callOptions.checkOnce(options);
  if (options?.['omitNew'] === true && model.isNew()) return null;
  const shown = shownBy(model, options);
  const { serialize: stages } = model.shelf.stages;
  const extra = model._extra;
  const relations = options?.['shallow'] === true ? undefined : extra?.relations;
  const whole =
    shown === undefined && extra !== undefined && relations === undefined
      ? stages[0]?.whole?.(model, options ?? NO_OPTIONS)
      : undefined;
  const json = whole ?? (relations === undefined ? copyOf(model, shown) : nested(model, relations, shown, options));
  // By index: JSON is made of many models, and an iterator would be made for each.
  for (let i = whole === undefined ? 0 : 1; i < stages.length; i++)
    stages[i]?.(model, json, options ?? NO_OPTIONS, shown?.shows ?? everything);
  return shown === undefined ? json : without(json, shown);
}

/** A copy of the attributes, with the relations below them. */
function nested(model: ModelInstance, relations: Row, shown: Shown | undefined, options: CallOptions | undefined): Row {
  const row = model._row;
  const make = shown === undefined ? nestedMaker(row, relations) : undefined;
  if (make !== undefined) return make(row, relations, serializeValue, options);
  const json = copyOf(model, shown);
  const below = shown?.below ?? options;
  // Without a list of the names, which would be made for every model.
  for (const name in relations) {
    if (hasOwn(relations, name) && (shown === undefined || shown.shows(name)))
      json[name] = serializeValue(relations[name], below);
  }
  return json;
}

/** What the plugins say together; undefined where all may be seen. */
function shownBy(model: ModelInstance, options: CallOptions | undefined): Shown | undefined {
  let together: Shown | undefined;
  for (const stage of model.shelf.stages.show) {
    const said = stage(model, together?.below ?? options ?? NO_OPTIONS);
    const before = together;
    if (before === undefined) together = said;
    else if (said !== undefined)
      together = { shows: (name) => before.shows(name) && said.shows(name), below: said.below ?? before.below };
  }
  return together;
}

/** A spread is the fastest copy, but V8 takes half a microsecond for each property that is added to one: where more follow, an assigned copy. */
function copyOf({ _row: row, _extra: extra }: ModelInstance, shown: Shown | undefined): Row {
  if (shown !== undefined) return copyShown(row, shown);
  // oxlint-disable-next-line prefer-object-spread -- see above
  return extra === undefined ? { ...row } : Object.assign({}, row);
}

/** Made name by name: an object that loses a member afterwards is slow for ever. */
function copyShown(row: Row, { shows }: Shown): Row {
  const shown: Row = {};
  for (const name of Object.keys(row)) if (shows(name)) shown[name] = row[name];
  return shown;
}

/** Takes out what the stages added although it is not to be seen. */
function without(json: Row, { shows }: Shown): Row {
  for (const name of Object.keys(json))
    if (!shows(name)) return Object.fromEntries(Object.entries(json).filter(([each]) => shows(each)));
  return json;
}

/** An empty model stands for a row that does not exist. */
function isAbsent(value: object): boolean {
  if (!isModel(value)) return false;
  const { _row: row, _extra: extra } = value;
  return Object.keys(row).length === 0 && Object.keys(extra?.relations ?? {}).length === 0;
}

function serializeValue(value: unknown, options: CallOptions | undefined): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { toJSON } = value as Serializable;
  if (toJSON === serializingMany.toJSON) return (value as Serializing).serialize(options);
  if (typeof toJSON !== 'function') return value;
  return isAbsent(value) ? null : (value as Serializable).toJSON(options);
}
