import type { Collection } from './collection.js';
import type {
  AnyHandler,
  ChangeEvent,
  CheckEvents,
  CountingEvent,
  DestroyedEvent,
  DestroyingEvent,
  EventArgs,
  EventHandlers,
  EventSource,
  FetchedEvent,
  FetchingEvent,
  MemberEvent,
  SavedEvent,
  SavingEvent,
  TransactionEvent,
  TriggerArgs,
} from './events.js';
import type { ShelfPromise } from './promise.js';

/**
 * Events of a model and the parameters of their handlers; `change:<column>` exists besides. Applications and plugins merge their
 * own in.
 *
 * @example
 * declare module '@shelf/core' {
 *   interface ModelEvents<M, Row> { banned: [model: M, reason: string] }
 * }
 */
export interface ModelEvents<M, Row> {
  /** Before a row is read; awaited, and a failure cancels. `columns` may be changed in place. */
  fetching: FetchingEvent<M>;
  /** After a row was read; awaited. */
  fetched: FetchedEvent<M, Row>;
  /** Before `fetchAll` reads; awaited, and a failure cancels. */
  'fetching:collection': FetchingEvent<Collection<M>>;
  /** After `fetchAll` has read; awaited. */
  'fetched:collection': FetchedEvent<Collection<M>, Row>;
  /** Before an insert or update; awaited, and a failure cancels. What the handler sets is written. */
  saving: SavingEvent<M, Row>;
  /** Before an insert, after `saving`; awaited, and a failure cancels. */
  creating: SavingEvent<M, Row>;
  /** Before an update, after `saving`; awaited, and a failure cancels. */
  updating: SavingEvent<M, Row>;
  /** After an insert or update; awaited. */
  saved: SavedEvent<M, Row>;
  /** After an insert, before `saved`; awaited. */
  created: SavedEvent<M, Row>;
  /** After an update, before `saved`; awaited. */
  updated: SavedEvent<M, Row>;
  /** Before a delete; awaited, and a failure cancels. */
  destroying: DestroyingEvent<M>;
  /** After a delete; awaited. */
  destroyed: DestroyedEvent<M, Row>;
  /** Before rows are counted; awaited, and a failure cancels. */
  counting: CountingEvent<M>;
  /** What a call on the model has written is there to stay: the after-events have settled, and the outermost transaction has committed. */
  committed: TransactionEvent<M>;
  /** The outermost transaction in which the model was saved or destroyed has rolled back. */
  rolledback: TransactionEvent<M>;
  /** Attributes changed. */
  change: ChangeEvent<M>;
  /** The model was added to a collection. */
  add: MemberEvent<M, Collection<M>>;
  /** The model was removed from a collection. */
  remove: MemberEvent<M, Collection<M>>;
  /** Every event, its name first. */
  all: [event: string, ...args: unknown[]];
}

declare module './model.js' {
  // The events of a model.
  interface Model<Row> {
    /**
     * Runs the handler on each of the events; several names may stand in one string, with spaces between.
     *
     * The handlers of awaited events may return a promise: the action waits for it, and a rejection cancels the action.
     *
     * @param context becomes `this` in the handler; the model when left out.
     * @example
     * user.on('creating updating', (user, attrs, options) => validate(attrs));
     */
    on<S extends string>(
      events: CheckEvents<S, ModelEvents<unknown, unknown>, Row>,
      handler: (this: this, ...args: EventArgs<S, ModelEvents<this, Row>, this, Row>) => unknown,
      context?: unknown,
    ): this;
    on(handlers: EventHandlers<ModelEvents<unknown, unknown>>, context?: unknown): this;
    // Again, for TypeScript 7 reports the last overload's error.
    on<S extends string>(
      events: CheckEvents<S, ModelEvents<unknown, unknown>, Row>,
      handler: (this: this, ...args: EventArgs<S, ModelEvents<this, Row>, this, Row>) => unknown,
      context?: unknown,
    ): this;
    /** The same as `on`. */
    bind<S extends string>(
      events: CheckEvents<S, ModelEvents<unknown, unknown>, Row>,
      handler: (this: this, ...args: EventArgs<S, ModelEvents<this, Row>, this, Row>) => unknown,
      context?: unknown,
    ): this;
    /** Runs the handler the first time only. */
    once<S extends string>(
      events: CheckEvents<S, ModelEvents<unknown, unknown>, Row>,
      handler: (this: this, ...args: EventArgs<S, ModelEvents<this, Row>, this, Row>) => unknown,
      context?: unknown,
    ): this;
    /** Removes handlers: of these events, this function, this context; all where left out. */
    off<S extends string>(
      events?: CheckEvents<S, ModelEvents<unknown, unknown>, Row> | null,
      handler?: AnyHandler | null,
      context?: unknown,
    ): this;
    /** The same as `off`. */
    unbind<S extends string>(
      events?: CheckEvents<S, ModelEvents<unknown, unknown>, Row> | null,
      handler?: AnyHandler | null,
      context?: unknown,
    ): this;
    /** Runs the handlers of the events with these arguments, without waiting for what they return. */
    trigger<S extends string>(
      events: CheckEvents<S, ModelEvents<unknown, unknown>, Row>,
      ...args: TriggerArgs<S, ModelEvents<this, Row>, this, Row>
    ): this;
    /**
     * Runs the handlers one after another, in order of registration, and waits for each.
     *
     * Resolves to every handler's result, and rejects with the first error that one throws or rejects with.
     *
     * @example
     * const [report] = await user.triggerThen('banned', user, 'spam');
     */
    triggerThen<S extends string>(
      events: CheckEvents<S, ModelEvents<unknown, unknown>, Row>,
      ...args: TriggerArgs<S, ModelEvents<this, Row>, this, Row>
    ): ShelfPromise<unknown[]>;

    /** Runs the handler on each of the other's events, until `stopListening`. */
    listenTo(other: EventSource, events: string, handler: AnyHandler): this;
    /** Runs the handler on the first of the other's events. */
    listenToOnce(other: EventSource, events: string, handler: AnyHandler): this;
    /** Stops listening to the other, or to everything. */
    stopListening(other?: EventSource, events?: string | null, handler?: AnyHandler | null): this;
  }
}
