// oxlint-disable-next-line typescript/triple-slash-reference -- it declares a module, and is none that could be imported
/// <reference path="./bluebird-module.d.ts" />
import { stackTraceLimit } from './stack-limit.js';
import Bluebird from 'bluebird';

Error.stackTraceLimit = stackTraceLimit;

/** What is used of Bluebird here; its own typings describe its global copy. */
export interface BluebirdCopy {
  readonly prototype: Record<string, (...args: unknown[]) => unknown>;
  resolve(value: unknown): Record<string, (...args: unknown[]) => unknown>;
  config(options: { asyncHooks: boolean; warnings: boolean }): void;
  onPossiblyUnhandledRejection(handler: (reason: unknown) => void): void;
}

/**
 * Makes a copy of Bluebird that nobody else has. Without `asyncHooks` its callbacks would lose the AsyncLocalStorage, and with it the
 * ambient transaction.
 */
export function copyOfBluebird(): BluebirdCopy {
  // Loading it raises the limit of everybody's stack traces, and so does a copy.
  const { stackTraceLimit: limit } = Error;
  const Copy = Bluebird.getNewLibraryCopy() as BluebirdCopy;
  Error.stackTraceLimit = limit;
  Copy.config({ asyncHooks: true, warnings: false });
  // Bluebird tells those who listen to the process itself. Where nobody does it would print and go on; Node ends the process, as with
  // every other promise that nobody looks after.
  Copy.onPossiblyUnhandledRejection((reason) => {
    if (process.listenerCount('unhandledRejection') === 0) void Promise.reject(reason);
  });
  return Copy;
}
