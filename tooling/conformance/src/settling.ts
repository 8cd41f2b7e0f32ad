import { ShelfError } from '@shelf/core';

/** A promise, and what settles it. */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
}

/** Makes a promise that the test resolves, so that no test has to wait for a time. */
export function deferred<T = void>(): Deferred<T> {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}

/** A promise that never settles. */
export function never(): Promise<never> {
  return new Promise(() => {});
}

/** The error that a promise rejects with. */
export async function rejectionOf(promise: PromiseLike<unknown>): Promise<Error> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    // Drivers make theirs in another realm than jest's, so that they are no instances of its Error.
    if (typeof error === 'object' && error !== null && 'message' in error) return error as Error;
    throw new Error(`The promise was expected to reject with an Error, not with ${String(error)}`, { cause: error });
  }
  throw new Error(`The promise was expected to reject; it resolved to ${String(value)}`);
}

/** The error that a promise rejects with, which has to be one of Shelf's. */
export async function faultOf(promise: PromiseLike<unknown>): Promise<ShelfError> {
  const error = await rejectionOf(promise);
  if (error instanceof ShelfError) return error;
  throw new Error(
    `The promise was expected to reject with one of Shelf's errors, not with ${error.name}: ${error.message}`,
    { cause: error },
  );
}
