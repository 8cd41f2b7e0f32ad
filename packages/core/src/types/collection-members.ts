import type { AnyModel, ModelLike, RowOf } from './any-model.js';
import type { AddOptions, CollectionChangeOptions, Comparator, SetCollectionOptions } from './options.js';
import type { AnyColumn, Attrs, KeyOf, ValueAt } from './row.js';

/** Makes the models of a collection. */
// oxlint-disable-next-line typescript/no-explicit-any -- a model's class may have parameters of its own
export type ModelClass<M> = new (...args: any) => M;

declare module './collection.js' {
  // The models in a collection, and how they come and go. Nothing here reaches the database.
  interface Collection<M> {
    /** Phantom: carries the model type; nothing is there at run time. */
    readonly '~model': M;
    /** Walks through the models: `for (const user of users)`. */
    [Symbol.iterator](): IterableIterator<M>;
    /** The class of the models. */
    model: ModelClass<M>;
    /** The models in their order. */
    readonly models: M[];
    /** How many models there are. */
    readonly length: number;
    /** How models are kept in order; a getter in class form. `false` switches sorting off. */
    comparator?: Comparator<M> | undefined;

    /**
     * Adds models, or models made of attributes; one whose id is there already is ignored, or merged with `{ merge: true }`.
     *
     * @returns the added models, or those that were there already.
     */
    add(models: readonly ModelLike<M>[], options?: AddOptions): M[];
    add(model: ModelLike<M>, options?: AddOptions): M;
    /** Removes models, given themselves, by id or by attributes; returns what was removed. */
    remove(models: readonly (ModelLike<M> | KeyOf<RowOf<M>>)[], options?: CollectionChangeOptions): M[];
    remove(model: ModelLike<M> | KeyOf<RowOf<M>>, options?: CollectionChangeOptions): M | undefined;
    /** Replaces all models, and triggers one `reset`; returns the new models. */
    reset(models?: readonly ModelLike<M>[], options?: AddOptions): M[];
    reset(model: ModelLike<M>, options?: AddOptions): M;
    /** Adds, merges and removes models until they are these; `{ add, merge, remove }` switch each of that off. */
    set(models: readonly ModelLike<M>[], options?: SetCollectionOptions): M[];
    set(model: ModelLike<M>, options?: SetCollectionOptions): M;
    /** Adds a model at the end. */
    push(model: ModelLike<M>, options?: AddOptions): M;
    /** Removes the last model and returns it. */
    pop(options?: CollectionChangeOptions): M | undefined;
    /** Adds a model at the beginning. */
    unshift(model: ModelLike<M>, options?: AddOptions): M;
    /** Removes the first model and returns it. */
    shift(options?: CollectionChangeOptions): M | undefined;
    /** Puts the models in order of the comparator. */
    sort(options?: CollectionChangeOptions): this;
    /** Makes a new collection of the same models. */
    clone(): this;

    /** Gives the model with this id or cid, or the same model. */
    get(id: KeyOf<RowOf<M>> | AnyModel | Attrs<RowOf<M>> | null | undefined): M | undefined;
    /** Says whether there is a model with this id or cid, or this model. */
    has(id: KeyOf<RowOf<M>> | AnyModel | Attrs<RowOf<M>>): boolean;
    /** Gives the model at an index, counted from the end when negative. */
    at(index: number): M | undefined;
    /** Lists the models between two indexes. */
    slice(begin?: number, end?: number): M[];
    /** Lists an attribute of each model. */
    pluck<K extends AnyColumn<RowOf<M>> & string>(column: K): ValueAt<RowOf<M>, K>[];
    /**
     * Lists the models, already fetched, that have these attributes. With the name of a column first it constrains the SQL instead, as
     * `query('where', …)` does.
     */
    where(column: string, ...args: readonly unknown[]): this;
    where(attrs: Attrs<RowOf<M>>): M[];
    /** Finds the first model, already fetched, that has these attributes. */
    findWhere(attrs: Attrs<RowOf<M>>): M | undefined;
  }
}
