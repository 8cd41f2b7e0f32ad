/**
 * The promise that every call returns. It is a native promise; plugins such as @shelf/exec add their methods to this interface.
 *
 * `reason` is `any` as in TypeScript's own `Promise`, which this interface must remain assignable to.
 */
export interface ShelfPromise<T> extends Promise<T> {
  /** Continues with the value, or with the error. */
  then<A = T, B = never>(
    onfulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    // oxlint-disable-next-line typescript/no-explicit-any -- see above
    onrejected?: ((reason: any) => B | PromiseLike<B>) | null,
  ): ShelfPromise<A | B>;
  /** Continues with the error. */
  // oxlint-disable-next-line typescript/no-explicit-any -- see above
  catch<B = never>(onrejected?: ((reason: any) => B | PromiseLike<B>) | null): ShelfPromise<T | B>;
  /** Runs in either case, and passes the outcome on. */
  finally(onfinally?: (() => void) | null): ShelfPromise<T>;
}
