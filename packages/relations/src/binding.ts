import { extraOf, type CollectionInstance, type ModelInstance } from '@shelf/core/inside';
import type { Knex } from 'knex';
import type { Relation } from './relation.js';

/** Ties a related model or collection to the parent whose it is. */
export interface Binding {
  readonly relation: Relation;
  readonly parent: ModelInstance;
}

/** A related collection, or a model that is empty as yet. */
export type Related = ModelInstance | CollectionInstance;

interface BoundCollection {
  _binding?: Binding;
}

export function isCollection(value: Related): value is CollectionInstance {
  return 'models' in value;
}

/** Ties a model or a collection to a parent. */
export function bind(related: Related, binding: Binding): void {
  if (isCollection(related)) (related as BoundCollection)._binding = binding;
  else (extraOf(related) as BoundCollection)._binding = binding;
}

/** What a model or a collection is tied to. */
export function bindingOf(value: unknown): Binding | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('_extra' in value) return ((value as ModelInstance)._extra as BoundCollection | undefined)?._binding;
  return (value as BoundCollection)._binding;
}

/** The query that a related model or collection has, if any. */
export function queryOf(related: Related): Knex.QueryBuilder | undefined {
  return isCollection(related) ? related._query : related._extra?.query;
}

/** Gives a related model or collection a query, or none. */
export function setQuery(related: Related, query: Knex.QueryBuilder | undefined): void {
  if (isCollection(related)) related._query = query;
  else extraOf(related).query = query;
}
