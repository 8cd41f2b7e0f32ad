import { InvalidRelationError } from '@shelf/core';
import {
  extraOf,
  isHeard,
  type CollectionInstance,
  type ModelClass,
  type ModelInstance,
  type ShelfInternals,
} from '@shelf/core/inside';
import type { Knex } from 'knex';
import type { Settings, SettingsOf } from './settings.js';
import { takePlace } from './stored.js';

/** The related rows that share a row's fate. */
export interface Dependents {
  readonly settings: Settings;
  /** They are marked one by one, since each has dependents or listeners of its own. */
  readonly singly: boolean;
  /** Makes a model that stands for all of them. */
  all(): ModelInstance;
}

/** The dependents of a model's row, one for each relation that its class names in `cascade`. */
export function dependentsOf(model: ModelInstance, { cascade }: Settings, settingsOf: SettingsOf): Dependents[] {
  return cascade.map((name) => dependentsAlong(model, name, settingsOf));
}

function dependentsAlong(model: ModelInstance, name: string, settingsOf: SettingsOf): Dependents {
  const related = relatedOf(model, name);
  const Target: ModelClass = 'models' in related ? related.model : related.constructor;
  const sample = new Target();
  const settings = settingsOf(sample);
  if (settings === undefined)
    throw refusal(model, `'${name}' leads to ${Target.name}, which does not delete softly: give it softDelete`);
  return {
    settings,
    singly: settings.cascade.length > 0 || isHeard(sample),
    all() {
      const all = new Target();
      takePlace(all, related);
      const query = queryOf(related)?.clone();
      if (query !== undefined) extraOf(all).query = query;
      return all;
    },
  };
}

type Related = ModelInstance | CollectionInstance;

function relatedOf(model: ModelInstance, name: string): Related {
  const method = (model as unknown as Record<string, unknown>)[name];
  const related: unknown = typeof method === 'function' && !isCores(model, name) ? method.call(model) : undefined;
  if (isRelated(related, model.shelf)) return related;
  throw refusal(model, `'${name}' is no relation of it`);
}

/** The methods of every model do things; none of them is a relation. */
function isCores({ shelf }: ModelInstance, name: string): boolean {
  return name in shelf.Model.prototype;
}

function isRelated(value: unknown, { Model, Collection }: ShelfInternals): value is Related {
  return value instanceof (Model as never) || value instanceof (Collection as never);
}

function queryOf(related: Related): Knex.QueryBuilder | undefined {
  return 'models' in related ? related._query : related._extra?.query;
}

function refusal(model: ModelInstance, what: string): InvalidRelationError {
  const { name } = model.constructor;
  return new InvalidRelationError(`${name}: softDelete.cascade: ${what}`, { model: name });
}
