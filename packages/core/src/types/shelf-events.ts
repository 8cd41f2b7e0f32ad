import type { AnyHandler, EventHandlers, EventSource } from './events.js';
import type { ShelfPromise } from './promise.js';

/** A statement that Shelf ran. */
export interface QueryReport {
  /** The statement, as it was sent. */
  readonly sql: string;
  readonly bindings: readonly unknown[];
  /** Milliseconds until the answer. */
  readonly duration: number;
  /** The name of the model it was for, where there is one. */
  readonly model: string | undefined;
  readonly table: string;
}

/** A handler that failed where nothing was left to cancel. */
export interface FailedHandler {
  /** The model or collection that it listened to; none for `afterCommit`. */
  readonly model: object | undefined;
  /** The event: `committed`, `rolledback`, or `afterCommit`. */
  readonly event: string;
}

/** Events of a shelf and the parameters of their handlers. Applications and plugins merge their own in. */
export interface ShelfEvents {
  /** A statement was answered. */
  query: [query: QueryReport];
  /** A statement failed. */
  'query-error': [error: unknown, query: QueryReport];
  /** A plugin has been installed; its name, where it has one. */
  plugin: [name: string | undefined];
  /** A handler failed where nothing was left to cancel, as one of `committed` may. */
  error: [error: unknown, failed: FailedHandler];
}

type Args<S> = S extends keyof ShelfEvents ? ShelfEvents[S] : unknown[];
type Handler<S, This> = S extends keyof ShelfEvents ? (this: This, ...args: ShelfEvents[S]) => unknown : AnyHandler;
type Name = (keyof ShelfEvents & string) | (string & {});

/** The event methods of a shelf, which is a bus for the application's own events too. */
export interface ShelfEventMethods {
  /**
   * Runs the handler on each of the events; several names may stand in one string, with spaces between.
   *
   * @example
   * db.on('query', ({ sql, duration }) => log(sql, duration));
   */
  on<S extends Name>(events: S, handler: Handler<S, this>, context?: unknown): this;
  on(handlers: EventHandlers<ShelfEvents>, context?: unknown): this;
  // Again, for TypeScript 7 reports the last overload's error.
  on<S extends Name>(events: S, handler: Handler<S, this>, context?: unknown): this;
  /** The same as `on`. */
  bind<S extends Name>(events: S, handler: Handler<S, this>, context?: unknown): this;
  /** Runs the handler the first time only. */
  once<S extends Name>(events: S, handler: Handler<S, this>, context?: unknown): this;
  /** Removes handlers: of these events, this function, this context; all where left out. */
  off(events?: Name | null, handler?: AnyHandler | null, context?: unknown): this;
  /** The same as `off`. */
  unbind(events?: Name | null, handler?: AnyHandler | null, context?: unknown): this;
  /** Runs the handlers of the events with these arguments, without waiting for what they return. */
  trigger<S extends Name>(events: S, ...args: Args<S>): this;
  /** Runs the handlers one after another, and waits for each. Resolves to every handler's result. */
  triggerThen<S extends Name>(events: S, ...args: Args<S>): ShelfPromise<unknown[]>;

  /** Runs the handler on each of the other's events, until `stopListening`. */
  listenTo(other: EventSource, events: string, handler: AnyHandler): this;
  /** Runs the handler on the first of the other's events. */
  listenToOnce(other: EventSource, events: string, handler: AnyHandler): this;
  /** Stops listening to the other, or to everything. */
  stopListening(other?: EventSource, events?: string | null, handler?: AnyHandler | null): this;
}
