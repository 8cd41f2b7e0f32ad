import { types } from 'node:util';
import { InvalidValueError } from '@shelf/core';
import type { CallOptions, ModelInstance, Row } from '@shelf/core/inside';
import type { Virtual } from './declared.js';

/** A getter or setter that is running, and what it is to know of the call that it runs for. */
interface Running {
  readonly model: ModelInstance;
  readonly virtual: Virtual;
  readonly silent: boolean;
  /** Where what a setter sets is noted, if somebody wants to know. */
  readonly written: Row | undefined;
  readonly outer: Running | undefined;
}

let running: Running | undefined;

/** Whether a model's own getter or setter is asking: it means the attribute of that name. */
export function isInside(model: ModelInstance, virtual: Virtual): boolean {
  for (let each = running; each !== undefined; each = each.outer)
    if (each.model === model && each.virtual === virtual) return true;
  return false;
}

/** Reads a virtual; undefined where it has no getter. */
export function read(model: ModelInstance, virtual: Virtual): unknown {
  const outer = running;
  running = { model, virtual, silent: false, written: undefined, outer };
  try {
    return virtual.get?.call(model);
  } finally {
    running = outer;
  }
}

/** Writes a virtual: runs its setter. One that has none is left as it is, so that JSON may be set that has come from `toJSON`. */
export function write(
  model: ModelInstance,
  virtual: Virtual,
  value: unknown,
  options: CallOptions | undefined,
  written?: Row,
): void {
  const outer = running;
  const silent = options?.silent === true || (outer?.model === model && outer.silent);
  running = { model, virtual, silent, written: written ?? (outer?.model === model ? outer.written : undefined), outer };
  try {
    const answer: unknown = virtual.set?.call(model, value);
    if (types.isPromise(answer)) throw tooLate(model, virtual, answer);
  } finally {
    running = outer;
  }
}

/** What a setter sets later would be set by nobody's call: it comes after the save, and what it rejects with is lost. */
function tooLate({ constructor: { name: model } }: ModelInstance, { name }: Virtual, promise: Promise<unknown>): Error {
  promise.catch(() => undefined);
  return new InvalidValueError(
    `${model}: the setter of '${name}' returns a promise: a virtual has to be set when its setter returns`,
    { model },
  );
}

/** The options with which attributes are set: within a setter as silently as the virtual itself. */
export function optionsFor(model: ModelInstance, options: CallOptions | undefined): CallOptions | undefined {
  return running?.model === model && running.silent ? { ...options, silent: true } : options;
}

/** Notes attributes that are set. */
export function note(model: ModelInstance, attributes: Row, options: CallOptions | undefined): void {
  if (running?.model !== model || running.written === undefined) return;
  for (const name of Object.keys(attributes)) {
    if (options?.['unset'] === true) delete running.written[name];
    else running.written[name] = attributes[name];
  }
}
