import type { AnyHandler } from '@shelf/core';

/** Events of what is stored, and the parameters of their handlers. */
export interface StoredEvents<T> {
  /** A call is under way; fires before `save`, `fetch` or `destroy` has returned. */
  request: [target: T, promise: Promise<T>, options: object];
  /** It is done. */
  sync: [target: T, response: unknown, options: object];
  /** It has failed. */
  error: [target: T, error: Error, options: object];
  /** `validate` has refused the attributes, and nothing was sent. */
  invalid: [target: T, error: unknown, options: object];
}

/** Backbone's events. */
export interface EventMethods {
  /** Runs the handler on each of the events. */
  on<E extends keyof StoredEvents<this>>(
    event: E,
    handler: (...args: StoredEvents<this>[E]) => unknown,
    context?: unknown,
  ): this;
  on(events: string, handler: AnyHandler, context?: unknown): this;
  on(handlers: { readonly [event: string]: AnyHandler }, context?: unknown): this;
  /** The same as `on`. */
  bind(events: string, handler: AnyHandler, context?: unknown): this;
  /** Runs the handler the first time only. */
  once<E extends keyof StoredEvents<this>>(
    event: E,
    handler: (...args: StoredEvents<this>[E]) => unknown,
    context?: unknown,
  ): this;
  once(events: string, handler: AnyHandler, context?: unknown): this;
  /** Removes handlers; all where nothing says which. */
  off(events?: string | null, handler?: AnyHandler | null, context?: unknown): this;
  /** The same as `off`. */
  unbind(events?: string | null, handler?: AnyHandler | null, context?: unknown): this;
  /** Runs the handlers of the events. */
  trigger(events: string, ...args: unknown[]): this;
  /** Runs the handler on the other's events, until `stopListening`. */
  listenTo(other: object, events: string, handler: AnyHandler): this;
  /** Runs the handler on the first of the other's events. */
  listenToOnce(other: object, events: string, handler: AnyHandler): this;
  /** Stops listening to the other, or to everything. */
  stopListening(other?: object, events?: string | null, handler?: AnyHandler | null): this;
}
