import type { Collection, IdOf, KeyOf, Model, QueryFunction, RowOf, ShelfPromise, SyncOptions } from '@shelf/core';

/** A model that came through a join table or an interim model, whose row is its `pivot`. */
export interface WithPivot<V> {
  /** The row that connects the model to the one it is related to; in JSON its columns are `_pivot_<column>`. */
  readonly pivot: V;
}

/** A related model M with the pivot V. */
export type Pivoted<M, V> = M & WithPivot<V>;

/** What a pivot adds to its model's JSON. */
export type PivotJson<M> = M extends { readonly pivot: { readonly '~row': infer P } }
  ? { [K in keyof P & string as `_pivot_${K}`]: P[K] }
  : unknown;

/** Columns of a join table; their values are unknown where it has no model of its own. */
export type PivotValues<P> = unknown extends P[keyof P]
  ? // oxlint-disable-next-line typescript/no-explicit-any -- objects typed by an interface have an implicit index of `any` only
    { readonly [K in keyof P]?: any }
  : Partial<P>;

/**
 * Pivot columns, among them the key of the other table: `{ tag_id: 1, weight: 5 }`. Of a join table without a model of its own
 * only the names in `withPivot` are known, and so others pass. A model is none.
 */
export type PivotColumns<V> = PivotValues<RowOf<V>> & OtherColumns<RowOf<V>> & { readonly '~row'?: never };

type OtherColumns<P> = unknown extends P[keyof P]
  ? // oxlint-disable-next-line typescript/no-explicit-any -- as above
    { readonly [column: string]: any }
  : unknown;

/** What names a row of the other table: its key, a model of it, or pivot columns. */
export type PivotTarget<M, V> = KeyOf<RowOf<M>> | M | PivotColumns<V>;

/** Options of `updatePivot`. */
export interface UpdatePivotOptions extends SyncOptions {
  /** Rejects with `NoRowsUpdatedError` when no pivot row matches. */
  require?: boolean | undefined;
  /** Narrows which pivot rows are updated. */
  query?: QueryFunction | undefined;
}

/** What `syncPivot` did, as keys of the other table. */
export interface PivotChanges<Id = unknown> {
  /** Were not attached before. */
  readonly attached: Id[];
  /** Are attached no more. */
  readonly detached: Id[];
  /** Were attached, and remain so. */
  readonly kept: Id[];
  /** Those of the kept whose pivot columns have other values now. */
  readonly updated: Id[];
}

/**
 * A collection of models related through a join table: B are models of the other table, M the same with what is loaded, and V the
 * model of the join table.
 */
export interface PivotCollection<M, V, B = M> extends Collection<Pivoted<M, V>> {
  /**
   * Connects models of the other table: inserts pivot rows, and adds the models to the collection. New models are saved first.
   *
   * Resolves to the collection. Rejects as `save` does, and then nothing has been written.
   *
   * @param what keys, models, or pivot columns with the other key among them; one or a list.
   * @example
   * await post.tags().attach([1, 2]);
   * await post.tags().attach({ tag_id: 3, weight: 5 }, { transacting: t });
   */
  attach(what: PivotTarget<B, V> | readonly PivotTarget<B, V>[], options?: SyncOptions): ShelfPromise<this>;
  /**
   * Disconnects models of the other table: deletes pivot rows, and removes the models from the collection. `detach()` and
   * `detach(null)` disconnect all.
   *
   * Resolves to the collection.
   *
   * @param what keys, models, or pivot columns that the rows must have; one or a list, of which an empty one disconnects nothing.
   * @example
   * await post.tags().detach([1, 2]);
   */
  detach(): ShelfPromise<this>;
  detach(what: PivotTarget<B, V> | readonly PivotTarget<B, V>[] | null, options?: SyncOptions): ShelfPromise<this>;
  /**
   * Connects these and no others: attaches what is missing, detaches what is too much, and updates pivot columns that differ.
   *
   * Resolves to what it did. Rejects as `attach` and `detach` do, and then nothing has been written.
   *
   * @example
   * const { attached, detached } = await post.tags().syncPivot([1, { tag_id: 2, weight: 5 }]);
   */
  syncPivot(
    what: PivotTarget<B, V> | readonly PivotTarget<B, V>[],
    options?: SyncOptions,
  ): ShelfPromise<PivotChanges<IdOf<RowOf<M>>>>;
  /**
   * Updates pivot rows: all of this relation's, unless `query` narrows them.
   *
   * Resolves to how many there were. Rejects with `NoRowsUpdatedError` when there was none and `{ require: true }` was given.
   *
   * @example
   * await post.tags().updatePivot({ weight: 1 }, { query: (qb) => qb.where('weight', '<', 1) });
   */
  updatePivot(attrs: PivotValues<RowOf<V>>, options?: UpdatePivotOptions): ShelfPromise<number>;
}

/** The pivot of a join table without a model class, of which these columns are known. */
export type PivotModel<K extends string = string> = Model<Record<K, unknown>>;
