import {
  Action,
  aimOf,
  extraOf,
  keyConditions,
  requireConstraint,
  type CallOptions,
  type CollectionInstance,
  type ModelInstance,
} from '@shelf/core/inside';
import type { Knex } from 'knex';
import { everyOf } from './together.js';

/** A statement that is about to run for a model. */
interface Statement {
  /** As the caller and the handlers have constrained it. */
  readonly query: Knex.QueryBuilder;
  /** Why it cannot run, where a constraint of it was refused. */
  readonly refused: Error | undefined;
  /** For messages: `destroyed`. */
  readonly done: string;
}

/**
 * The stored rows that a statement is about to write: that of the key with which the model was last synced, or those of its query.
 * Refuses one that nothing narrows, since all rows would be read before core refuses to write them.
 */
export async function storedRows(
  model: ModelInstance,
  options: CallOptions,
  { query, refused, done }: Statement,
): Promise<readonly ModelInstance[]> {
  const action = new Action(model, options, query.clone(), refused);
  const table = await action.table();
  action.constrain(table, keyConditions(model, table));
  requireConstraint(action, aimOf(action), done);
  const like = new model.constructor();
  takePlace(like, model);
  extraOf(like).query = action.query;
  return await everyOf(like, options);
}

/** Lets a model stand for rows of the same table as another, within the same scopes. */
export function takePlace(model: ModelInstance, other: ModelInstance | CollectionInstance): void {
  if (Object.hasOwn(other, 'tableName')) model.tableName = other.tableName;
  if (model.scopes !== other.scopes) model.scopes = other.scopes;
}
