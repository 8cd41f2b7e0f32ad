// Underscore's chains, typed as far as models and collections need them; `value()` ends a chain.

/** A chained value that is no list. */
export interface Chained<T> {
  /** Ends the chain. */
  value(): T;
  /** Shows the value to a function, and goes on with it. */
  tap(interceptor: (value: T) => void): Chained<T>;
  /** Goes on with what a function makes of the value. */
  thru<U>(transform: (value: T) => U): Chained<U>;
}

/** A chained list. */
export interface ChainedList<T> {
  value(): T[];
  tap(interceptor: (values: T[]) => void): ChainedList<T>;
  each(iteratee: (value: T, index: number) => void): ChainedList<T>;
  forEach(iteratee: (value: T, index: number) => void): ChainedList<T>;
  map<U>(iteratee: (value: T, index: number) => U): ChainedList<U>;
  collect<U>(iteratee: (value: T, index: number) => U): ChainedList<U>;
  reduce<U>(iteratee: (memo: U, value: T, index: number) => U, memo: U): Chained<U>;
  filter(predicate: (value: T, index: number) => unknown): ChainedList<T>;
  select(predicate: (value: T, index: number) => unknown): ChainedList<T>;
  reject(predicate: (value: T, index: number) => unknown): ChainedList<T>;
  find(predicate: (value: T, index: number) => unknown): Chained<T | undefined>;
  every(predicate: (value: T, index: number) => unknown): Chained<boolean>;
  some(predicate: (value: T, index: number) => unknown): Chained<boolean>;
  contains(value: T): Chained<boolean>;
  invoke(method: string, ...args: readonly unknown[]): ChainedList<unknown>;
  pluck<K extends keyof T>(property: K): ChainedList<T[K]>;
  sortBy(iteratee: (value: T) => unknown): ChainedList<T>;
  groupBy(iteratee: (value: T) => unknown): Chained<{ [key: string]: T[] }>;
  countBy(iteratee: (value: T) => unknown): Chained<{ [key: string]: number }>;
  indexBy(iteratee: (value: T) => unknown): Chained<{ [key: string]: T }>;
  partition(predicate: (value: T) => unknown): Chained<[T[], T[]]>;
  uniq(): ChainedList<T>;
  compact(): ChainedList<Exclude<T, null | undefined | false | 0 | ''>>;
  without(...values: readonly T[]): ChainedList<T>;
  difference(...values: readonly (readonly T[])[]): ChainedList<T>;
  concat(...values: readonly (T | readonly T[])[]): ChainedList<T>;
  reverse(): ChainedList<T>;
  shuffle(): ChainedList<T>;
  first(): Chained<T | undefined>;
  first(count: number): ChainedList<T>;
  last(): Chained<T | undefined>;
  last(count: number): ChainedList<T>;
  initial(count?: number): ChainedList<T>;
  rest(index?: number): ChainedList<T>;
  size(): Chained<number>;
  isEmpty(): Chained<boolean>;
}

/** A chained set of attributes. */
export interface ChainedAttributes<Row> {
  value(): Row;
  tap(interceptor: (attributes: Row) => void): ChainedAttributes<Row>;
  keys(): ChainedList<keyof Row & string>;
  values(): ChainedList<Row[keyof Row]>;
  pairs(): ChainedList<[column: keyof Row & string, value: Row[keyof Row]]>;
  pick<K extends keyof Row>(...columns: readonly K[]): ChainedAttributes<Pick<Row, K>>;
  omit<K extends keyof Row>(...columns: readonly K[]): ChainedAttributes<Omit<Row, K>>;
  map<U>(iteratee: (value: Row[keyof Row], column: keyof Row & string) => U): ChainedList<U>;
  isEmpty(): Chained<boolean>;
}
