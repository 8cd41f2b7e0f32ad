import { InvalidValueError, type Scope } from '@shelf/core';
import {
  Action,
  type CallOptions,
  type ModelClass,
  type ModelInstance,
  type Row,
  type Table,
} from '@shelf/core/inside';
import { singularize } from 'inflection';
import type { Filter } from './types/options.js';
import { equal } from './filter.js';
import { parsePath, type Parent } from './path.js';
import type { Model } from './targets.js';

/** Where the rows of a model or collection are: a table, and whose of its rows. */
export interface Place {
  readonly Record: ModelClass;
  readonly table: Table;
  /** The columns that hold the parents' ids. */
  readonly owners: readonly Owner[];
  readonly scopes: readonly Scope[];
  /** The options of Shelf's calls. */
  readonly options: CallOptions;
}

/** The column by which a row belongs to a parent. */
export interface Owner {
  readonly column: string;
  readonly id: string;
  /** What the column would be called, had it not been found under another name. */
  readonly usual: string;
}

/** `owners` gives `owner_id`. */
export function usualColumn(parent: string): string {
  return `${singularize(parent)}_id`;
}

/** Finds the place that a url says, and looks for the names in the filter if the table does not have them. */
export async function findPlace(
  Record: ModelClass,
  url: string,
  filter: Filter | undefined,
  options: CallOptions,
): Promise<Place> {
  const path = parsePath(url);
  const action = new Action(new Record(undefined, { tableName: path.table }), options);
  let table = await action.table();
  if (table.columns === undefined) {
    throw new InvalidValueError(`There is no table '${path.table}', which the url '${url}' ends with`, {
      table: path.table,
    });
  }
  const asked = [
    ...path.parents.flatMap(unlessKnown(table)),
    ...(Array.isArray(filter) ? [] : Object.keys(filter ?? {})),
  ];
  const missing = asked.filter((name) => table.columns?.has(name) === false && action.mayHaveGot(table, name));
  if (missing.length > 0) table = await action.seek(table, missing);
  const owners = path.parents.map((parent) => ownerIn(table, parent));
  refuseTwice(owners, url);
  return { Record, table, owners, options, scopes: owners.length === 0 ? [] : [nested(table, owners)] };
}

/** The names that a parent's column may have, where the table has none of them. */
function unlessKnown(table: Table): (parent: Parent) => readonly string[] {
  return (parent) => {
    const names = [usualColumn(parent.table), `${parent.table}_id`];
    return names.some((name) => table.columns?.has(name) === true) ? [] : names;
  };
}

/** By which column a parent's rows are known: the literal name, such as `owners_id`, only where the table has it and not the usual one. */
export function ownerIn(table: Table, parent: Parent): Owner {
  const usual = usualColumn(parent.table);
  const literal = `${parent.table}_id`;
  const isLiteral = table.columns?.has(usual) === false && table.columns.has(literal);
  return { column: isLiteral ? literal : usual, id: parent.id, usual };
}

function refuseTwice(owners: readonly Owner[], url: string): void {
  const columns = owners.map(({ column }) => column);
  const twice = columns.find((column, i) => columns.indexOf(column) !== i);
  if (twice !== undefined) throw new InvalidValueError(`The url '${url}' says '${twice}' twice`);
}

/** The rows that belong to the parents of a nested url. */
function nested(table: Table, owners: readonly Owner[]): Scope {
  return {
    name: 'nested urlRoot',
    constrain(query) {
      for (const { column, id } of owners) equal(query, table, column, id);
    },
    stamp: () => parentsOf({ owners }),
  };
}

/** The columns that say whose a row of the place is, with the parents' keys. */
export function parentsOf({ owners }: Pick<Place, 'owners'>): Row {
  return Object.fromEntries(owners.map(({ column, id }) => [column, id]));
}

/** A model of Shelf's for a row of the place; `scoped` where it must belong to the parents. */
export function recordAt({ Record, table, scopes }: Place, scoped: boolean): ModelInstance {
  const record = new Record(undefined, { tableName: table.name });
  if (scoped && scopes.length > 0) record.scopes = [...record.scopes, ...scopes];
  return record;
}

/**
 * Attributes in the place's own terms: an owner is the parent itself, under the column's name, and not what was guessed of it
 * before the table was known.
 */
export function belonging(place: Place, attributes: Row): Row {
  const own = { ...attributes };
  for (const { column, id, usual } of place.owners) {
    if (isGuess(place.table, column, usual) && String(own[usual]) === id) delete own[usual];
    if (String(own[column]) === id) own[column] = id;
  }
  return own;
}

/** Takes off a model what was guessed of its owners' columns. */
export function forgetGuesses({ owners, table }: Place, model: Model): void {
  for (const { column, id, usual } of owners) {
    if (isGuess(table, column, usual) && String(model.attributes[usual]) === id) {
      model.set({ [usual]: undefined }, { unset: true, silent: true });
    }
  }
}

function isGuess(table: Table, column: string, usual: string): boolean {
  return usual !== column && table.columns?.has(usual) === false;
}
