import { types } from 'node:util';
import { InvalidValueError } from '@shelf/core';
import type { BluebirdCopy } from './bluebird.js';

type Method = (this: Promise<unknown>, ...args: unknown[]) => unknown;

/** What Bluebird knows of its own promises at once, and of others only later: a native promise does not tell. */
const SYNCHRONOUS = ['isFulfilled', 'isRejected', 'isPending', 'isCancelled', 'isResolved', 'value', 'reason'];
const INHERITED = new Set(['constructor', 'then', 'catch', 'finally', 'toString', 'toJSON', 'cancel', ...SYNCHRONOUS]);

/**
 * Makes the function that gives a native promise the methods of Bluebird's. It remains the promise that it was: `await`, its context and
 * its stack traces are native. A method that native promises lack goes on with one of Bluebird's.
 */
export function chaining(Copy: BluebirdCopy): (value: unknown) => unknown {
  const names = Object.keys(Copy.prototype).filter((name) => !name.startsWith('_') && !INHERITED.has(name));
  const methods: Record<string, Method> = Object.fromEntries(
    names.map((name) => [
      name,
      function (...args) {
        return Copy.resolve(this)[name]?.(...args);
      },
    ]),
  );
  const native = Promise.prototype;
  Object.assign(methods, {
    // oxlint-disable-next-line unicorn/no-thenable -- these are the methods of a promise
    then(...args) {
      return chained((native.then as Method).apply(this, args));
    },
    catch(...args) {
      return args.length > 1
        ? Copy.resolve(this)['catch']?.(...args)
        : chained((native.catch as Method).apply(this, args));
    },
    finally(...args) {
      return chained((native.finally as Method).apply(this, args));
    },
    ...callbacks(Copy.prototype['asCallback'] as Method, (promise) => Copy.resolve(promise) as never),
  } satisfies Record<string, Method>);
  const { asCallback } = Copy.prototype;
  Object.assign(
    Copy.prototype,
    callbacks(asCallback as Method, (promise) => promise),
  );
  const prototype = Object.create(native, Object.getOwnPropertyDescriptors(methods)) as object;
  function chained(value: unknown): unknown {
    // Another plugin's promise may be a subclass, and has its reasons.
    return types.isPromise(value) && Object.getPrototypeOf(value) === native
      ? Object.setPrototypeOf(value, prototype)
      : value;
  }
  return chained;
}

/** `exec`, `nodeify` and `asCallback` are one; each returns the promise it is called on. */
function callbacks(
  asCallback: Method,
  bluebirdOf: (promise: Promise<unknown>) => Promise<unknown>,
): Record<'exec' | 'nodeify' | 'asCallback', Method> {
  const call: Method = function (callback, options) {
    if (callback === undefined || callback === null) return this;
    if (typeof callback !== 'function') throw new InvalidValueError('A callback is a function: (error, value) => …');
    asCallback.call(bluebirdOf(this), callback, options);
    return this;
  };
  return { exec: call, nodeify: call, asCallback: call };
}
