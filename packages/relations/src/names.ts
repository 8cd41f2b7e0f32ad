import { InvalidRelationError } from '@shelf/core';
import { keyNames, tableNameOf, type ModelInstance } from '@shelf/core/inside';
import { singularize } from 'inflection';

/** One column's name, or the names that make a composite key. */
export type Columns = string | readonly string[];

/** The given columns, or else those that are named by the rules. */
export function columnsOr(given: Columns | undefined | null, otherwise: () => readonly string[]): readonly string[] {
  if (given === undefined || given === null) {
    const names = otherwise();
    if (names.length > 0) return names;
    throw new InvalidRelationError(
      'A relation of a model without a key (`idAttribute: null`) needs to be told its columns',
    );
  }
  return typeof given === 'string' ? [given] : given;
}

const singulars = new Map<string, string>();

/** The singular of a table's name, without its schema. */
function singular(table: string): string {
  let name = singulars.get(table);
  if (name === undefined) singulars.set(table, (name = singularize(table.slice(table.lastIndexOf('.') + 1))));
  return name;
}

/** The name of a model's table. */
export function tableOf(model: ModelInstance): string {
  const name: unknown = tableNameOf(model);
  if (typeof name === 'string') return name;
  const { name: model_ } = model.constructor;
  throw new InvalidRelationError(`${model_} has no tableName; its relations, and those to it, need one`, {
    model: model_,
  });
}

/** The columns of a model's key, as the database calls them: other columns are named after them. */
function keyOf({ idAttribute, _naming: naming }: ModelInstance): readonly string[] {
  const names = keyNames(idAttribute);
  return naming === undefined ? names : names.map((name) => naming.column(name));
}

/** The columns that point to a model's row by default: the singular of its table, `_`, its key. */
export function foreignKeyTo(model: ModelInstance): readonly string[] {
  const prefix = singular(tableOf(model));
  return keyOf(model).map((name) => `${prefix}_${name}`);
}

/** The columns that hold the key of a morph's owner by default: `imageable_id`, or one for each part of a composite key. */
export function morphIds(name: string, owner: ModelInstance): readonly string[] {
  const key = keyOf(owner);
  return key.length === 1 ? [`${name}_id`] : key.map((part) => `${name}_${part}`);
}

/** The table between two by default: both names in alphabetical order, joined by `_`. */
export function joinTable(one: ModelInstance, other: ModelInstance): string {
  return [tableOf(one), tableOf(other)].sort().join('_');
}
