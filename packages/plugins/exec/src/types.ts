/** What `exec`, `nodeify` and `asCallback` call when a promise is settled: once, with an error or with the value. */
export type Callback<T> = (error: unknown, value: T) => void;

/** The same with `{spread: true}`: the members of a list are the arguments. */
export type SpreadCallback<T> = (error: unknown, ...values: T extends readonly unknown[] ? T : readonly [T]) => void;

type Awaitable<T> = T | PromiseLike<T>;

/** What a list, a collection or anything else with `for…of` consists of. */
export type Item<T> = T extends Iterable<infer I> ? Awaited<I> : never;

/** Classes of errors, as Bluebird's filtered `catch` takes them. */
export type ErrorFilter<E> = abstract new (...args: never[]) => E;

declare module '@shelf/core' {
  // Bluebird's chain; see http://bluebirdjs.com/docs/api-reference.html
  interface ShelfPromise<T> {
    /** Calls the function when the promise is settled. What it throws is uncaught, as in any callback. */
    exec(callback?: Callback<T> | null, options?: { spread?: false }): this;
    exec(callback: SpreadCallback<T>, options: { spread: true }): this;
    /** The same as `exec`. */
    nodeify(callback?: Callback<T> | null, options?: { spread?: false }): this;
    nodeify(callback: SpreadCallback<T>, options: { spread: true }): this;
    /** The same as `exec`. */
    asCallback(callback?: Callback<T> | null, options?: { spread?: false }): this;
    asCallback(callback: SpreadCallback<T>, options: { spread: true }): this;

    /** Continues with errors of one class alone. */
    catch<E, B>(filter: ErrorFilter<E>, onrejected: (reason: E) => Awaitable<B>): ShelfPromise<T | B>;

    /** Calls the function with the value, waits for it, and passes the value on. */
    tap(onfulfilled: (value: T) => unknown): ShelfPromise<T>;
    /** Calls the function with the error, waits for it, and passes the error on. */
    tapCatch(onrejected: (reason: unknown) => unknown): ShelfPromise<T>;
    /** Continues with the members of a list as arguments. */
    spread<U>(onfulfilled: (...values: readonly Item<T>[]) => Awaitable<U>): ShelfPromise<U>;
    /** Gives the handlers of the chain a `this`. */
    bind(context: unknown): ShelfPromise<T>;
    /** Continues with `value[name](...args)`. */
    call<K extends keyof T>(
      name: K,
      ...args: readonly unknown[]
    ): ShelfPromise<T[K] extends (...args: never[]) => infer R ? Awaited<R> : never>;
    /** Continues with `value[name]`. */
    get<K extends keyof T>(name: K): ShelfPromise<T[K]>;
    /** Continues with this value. */
    return<U>(value: U): ShelfPromise<U>;
    /** Continues with this error. */
    throw(reason: Error): ShelfPromise<never>;

    /** Continues with what the function makes of each item. */
    map<U>(
      step: (item: Item<T>, index: number, length: number) => Awaitable<U>,
      options?: { concurrency?: number },
    ): ShelfPromise<U[]>;
    /** The same, one after another. */
    mapSeries<U>(step: (item: Item<T>, index: number, length: number) => Awaitable<U>): ShelfPromise<U[]>;
    /** Continues with the items for which the function says so. */
    filter(
      test: (item: Item<T>, index: number, length: number) => Awaitable<boolean>,
      options?: { concurrency?: number },
    ): ShelfPromise<Item<T>[]>;
    /** Continues with what the function has made of all items. */
    reduce<U>(
      step: (memo: U, item: Item<T>, index: number, length: number) => Awaitable<U>,
      initial: Awaitable<U>,
    ): ShelfPromise<U>;
    /** Calls the function with each item, one after another, and passes the items on. */
    each(step: (item: Item<T>, index: number, length: number) => unknown): ShelfPromise<Item<T>[]>;

    /** Passes the value on after so many milliseconds. */
    delay(milliseconds: number): ShelfPromise<T>;
    /** Rejects when the promise takes longer than so many milliseconds. */
    timeout(milliseconds: number, message?: string): ShelfPromise<T>;
  }
}
