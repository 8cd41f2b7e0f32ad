/** What `exec`, `nodeify` and `asCallback` call when a promise is settled: once, with an error or with the value. */
export type Callback<T> = (error: unknown, value: T) => void;

declare module '@shelf/core' {
  interface ShelfPromise<T> {
    /** Calls the function when the promise is settled. What it throws is uncaught, as in any callback. */
    exec(callback?: Callback<T> | null, options?: { spread?: false }): this;
    /** The same as `exec`. */
    nodeify(callback?: Callback<T> | null, options?: { spread?: false }): this;
    /** The same as `exec`. */
    asCallback(callback?: Callback<T> | null, options?: { spread?: false }): this;
  }
}
