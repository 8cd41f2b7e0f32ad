import type { ShelfPromise, SyncOptions } from '@shelf/core';
import type { CheckItem, CheckOne, CheckSingle } from './check.js';
import type { Constraint, Item, ItemPaths, Items } from './constraints.js';
import type { Loaded } from './loaded.js';

declare module '@shelf/core' {
  interface Collection<M> {
    /**
     * Loads relations of all models: one query for each relation.
     *
     * Resolves to the collection. Rejects with `InvalidRelationError` when there is no such relation.
     *
     * @param relations a name, a dotted path, an object whose functions narrow relations' queries, or a list of those.
     * @example
     * await users.load(['roles', 'posts.comments']);
     */
    load<I extends Item, S extends Items>(
      relations: readonly CheckItem<M, I>[] | CheckOne<M, S>,
      options?: SyncOptions,
    ): ShelfPromise<Collection<Loaded<Loaded<M, ItemPaths<I>>, ItemPaths<S>>>>;
    /** Narrows the query to rows that have a related row, or one that the function's constraints fit. */
    whereHas<S extends string>(name: CheckSingle<M, S>, build?: Constraint): this;
    /** Narrows the query to rows that have no related row, or none that the function's constraints fit. */
    whereDoesntHave<S extends string>(name: CheckSingle<M, S>, build?: Constraint): this;
  }
}
