import type { RowOf } from './any-model.js';
import type { ChainedList } from './chain.js';
import type { MethodArgs } from './method.js';
import type { AnyColumn, Attrs, ValueAt } from './row.js';

// A method, whose parameters TypeScript compares both ways: so a collection of a class is one of its superclass too.
interface Callback<M, T> {
  call(model: M, index: number, models: readonly M[]): T;
}

/** Gives a value for a model. */
export type Iteratee<M, T> = Callback<M, T>['call'];

/** Which models: a function, attributes to match, or an attribute that must be truthy. */
export type Predicate<M> = Iteratee<M, unknown> | Attrs<RowOf<M>> | AnyColumn<RowOf<M>>;

/** By what: a function, or an attribute. */
export type By<M> = Iteratee<M, unknown> | AnyColumn<RowOf<M>>;

declare module './collection.js' {
  // Underscore's functions, as methods of a collection.
  interface Collection<M> {
    /** Calls the function with each model. */
    each(iteratee: Iteratee<M, void>, context?: unknown): M[];
    /** The same as `each`. */
    forEach(iteratee: Iteratee<M, void>, context?: unknown): M[];
    /** Lists what the function gives for each model, or each model's attribute. */
    map<T>(iteratee: Iteratee<M, T>, context?: unknown): T[];
    map<K extends AnyColumn<RowOf<M>> & string>(column: K): ValueAt<RowOf<M>, K>[];
    /** The same as `map`. */
    collect<T>(iteratee: Iteratee<M, T>, context?: unknown): T[];
    collect<K extends AnyColumn<RowOf<M>> & string>(column: K): ValueAt<RowOf<M>, K>[];
    /** Folds the models into one value, from the first on. */
    reduce(iteratee: (memo: M, model: M, index: number) => M): M | undefined;
    reduce<T>(iteratee: (memo: T, model: M, index: number) => T, memo: T, context?: unknown): T;
    /** The same as `reduce`. */
    foldl(iteratee: (memo: M, model: M, index: number) => M): M | undefined;
    foldl<T>(iteratee: (memo: T, model: M, index: number) => T, memo: T, context?: unknown): T;
    /** The same as `reduce`. */
    inject(iteratee: (memo: M, model: M, index: number) => M): M | undefined;
    inject<T>(iteratee: (memo: T, model: M, index: number) => T, memo: T, context?: unknown): T;
    /** Folds the models into one value, from the last on. */
    reduceRight(iteratee: (memo: M, model: M, index: number) => M): M | undefined;
    reduceRight<T>(iteratee: (memo: T, model: M, index: number) => T, memo: T, context?: unknown): T;
    /** The same as `reduceRight`. */
    foldr(iteratee: (memo: M, model: M, index: number) => M): M | undefined;
    foldr<T>(iteratee: (memo: T, model: M, index: number) => T, memo: T, context?: unknown): T;

    /** Finds the first such model. */
    find(predicate: Predicate<M>, context?: unknown): M | undefined;
    /** The same as `find`. */
    detect(predicate: Predicate<M>, context?: unknown): M | undefined;
    /** Finds the index of the first such model, or -1. */
    findIndex(predicate: Predicate<M>, context?: unknown): number;
    /** Finds the index of the last such model, or -1. */
    findLastIndex(predicate: Predicate<M>, context?: unknown): number;
    /** Lists such models. */
    filter(predicate: Predicate<M>, context?: unknown): M[];
    /** The same as `filter`. */
    select(predicate: Predicate<M>, context?: unknown): M[];
    /** Lists all other models. */
    reject(predicate: Predicate<M>, context?: unknown): M[];
    /** Lists such models, and then all others. */
    partition(predicate: Predicate<M>, context?: unknown): [M[], M[]];
    /** Says whether every model is such. */
    every(predicate: Predicate<M>, context?: unknown): boolean;
    /** The same as `every`. */
    all(predicate: Predicate<M>, context?: unknown): boolean;
    /** Says whether some model is such. */
    some(predicate?: Predicate<M>, context?: unknown): boolean;
    /** The same as `some`. */
    any(predicate?: Predicate<M>, context?: unknown): boolean;
    /** Says whether the model is in the collection. */
    includes(model: M): boolean;
    /** The same as `includes`. */
    include(model: M): boolean;
    /** The same as `includes`. */
    contains(model: M): boolean;

    /** Calls a method on each model, and lists what it returns. */
    invoke<K extends keyof M & string>(method: K, ...args: MethodArgs<M[K]>): unknown[];
    /** Finds the model with the largest value; `-Infinity` in an empty collection. */
    max(iteratee: By<M>, context?: unknown): M | number;
    /** Finds the model with the smallest value; `Infinity` in an empty collection. */
    min(iteratee: By<M>, context?: unknown): M | number;
    /** Lists the models in order. */
    sortBy(iteratee: By<M>, context?: unknown): M[];
    /** Lists the models by value. */
    groupBy(iteratee: By<M>, context?: unknown): { [key: string]: M[] };
    /** Counts the models by value. */
    countBy(iteratee: By<M>, context?: unknown): { [key: string]: number };
    /** Maps each value to the last model that has it. */
    indexBy(iteratee: By<M>, context?: unknown): { [key: string]: M };
    /** Finds the index at which the model would keep the collection in order. */
    sortedIndex(model: M, iteratee?: By<M>, context?: unknown): number;
    /** Lists the models in random order. */
    shuffle(): M[];
    /** Picks one model, or several, at random. */
    sample(): M | undefined;
    sample(count: number): M[];

    /** Lists the models. */
    toArray(): M[];
    /** Counts the models. */
    size(): number;
    /** Says whether there are no models. */
    isEmpty(): boolean;
    /** Gives the first model, or the first few. */
    first(): M | undefined;
    first(count: number): M[];
    /** The same as `first`. */
    head(): M | undefined;
    head(count: number): M[];
    /** The same as `first`. */
    take(): M | undefined;
    take(count: number): M[];
    /** Lists all but the last model, or the last few. */
    initial(count?: number): M[];
    /** Gives the last model, or the last few. */
    last(): M | undefined;
    last(count: number): M[];
    /** Lists all but the first model, or the models from an index on. */
    rest(index?: number): M[];
    /** The same as `rest`. */
    tail(index?: number): M[];
    /** The same as `rest`. */
    drop(index?: number): M[];
    /** Lists the models without these. */
    without(...models: readonly M[]): M[];
    /** Lists the models that are not in the lists. */
    difference(...lists: readonly (readonly M[])[]): M[];
    /** Finds the index of a model, or -1. */
    indexOf(model: M, isSorted?: boolean): number;
    /** Finds the last index of a model, or -1. */
    lastIndexOf(model: M, fromIndex?: number): number;
    /** Starts an underscore chain on the models; `value()` ends it. */
    chain(): ChainedList<M>;
  }
}
