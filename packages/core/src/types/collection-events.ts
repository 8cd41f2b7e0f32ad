import type { RowOf } from './any-model.js';
import type {
  AnyHandler,
  ChangeEvent,
  CollectionEvent,
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
 * Events of a collection and the parameters of their handlers; C is the collection, M its models. Applications and plugins
 * merge their own in.
 */
export interface CollectionEvents<C, M> {
  /** Before the collection's rows are read; awaited, and a failure cancels. */
  fetching: FetchingEvent<C>;
  /** After the collection's rows were read; awaited. */
  fetched: FetchedEvent<C, RowOf<M>>;
  /** Before the rows are counted; awaited, and a failure cancels. */
  counting: CountingEvent<C>;
  /** A model was added. */
  add: MemberEvent<M, C>;
  /** A model was removed. */
  remove: MemberEvent<M, C>;
  /** Models were added, removed or merged. */
  update: CollectionEvent<C>;
  /** All models were replaced. */
  reset: CollectionEvent<C>;
  /** The models were put in order. */
  sort: CollectionEvent<C>;

  // Events of its models, triggered on the collection too.
  change: ChangeEvent<M>;
  saving: SavingEvent<M, RowOf<M>>;
  creating: SavingEvent<M, RowOf<M>>;
  updating: SavingEvent<M, RowOf<M>>;
  saved: SavedEvent<M, RowOf<M>>;
  created: SavedEvent<M, RowOf<M>>;
  updated: SavedEvent<M, RowOf<M>>;
  destroying: DestroyingEvent<M>;
  destroyed: DestroyedEvent<M, RowOf<M>>;
  committed: TransactionEvent<M>;
  rolledback: TransactionEvent<M>;

  /** Every event, its name first. */
  all: [event: string, ...args: unknown[]];
}

declare module './collection.js' {
  // The events of a collection.
  interface Collection<M> {
    /**
     * Runs the handler on each of the events; several names may stand in one string, with spaces between.
     *
     * The handlers of awaited events may return a promise: the action waits for it, and a rejection cancels the action.
     *
     * @param context becomes `this` in the handler; the collection when left out.
     * @example
     * users.on('add', (user, users) => log(user.id));
     */
    on<S extends string>(
      events: CheckEvents<S, CollectionEvents<unknown, unknown>, RowOf<M>>,
      handler: (this: this, ...args: EventArgs<S, CollectionEvents<this, M>, M, RowOf<M>>) => unknown,
      context?: unknown,
    ): this;
    on(handlers: EventHandlers<CollectionEvents<unknown, unknown>>, context?: unknown): this;
    // Again, for TypeScript 7 reports the last overload's error.
    on<S extends string>(
      events: CheckEvents<S, CollectionEvents<unknown, unknown>, RowOf<M>>,
      handler: (this: this, ...args: EventArgs<S, CollectionEvents<this, M>, M, RowOf<M>>) => unknown,
      context?: unknown,
    ): this;
    /** The same as `on`. */
    bind<S extends string>(
      events: CheckEvents<S, CollectionEvents<unknown, unknown>, RowOf<M>>,
      handler: (this: this, ...args: EventArgs<S, CollectionEvents<this, M>, M, RowOf<M>>) => unknown,
      context?: unknown,
    ): this;
    /** Runs the handler the first time only. */
    once<S extends string>(
      events: CheckEvents<S, CollectionEvents<unknown, unknown>, RowOf<M>>,
      handler: (this: this, ...args: EventArgs<S, CollectionEvents<this, M>, M, RowOf<M>>) => unknown,
      context?: unknown,
    ): this;
    /** Removes handlers: of these events, this function, this context; all where left out. */
    off<S extends string>(
      events?: CheckEvents<S, CollectionEvents<unknown, unknown>, RowOf<M>> | null,
      handler?: AnyHandler | null,
      context?: unknown,
    ): this;
    /** The same as `off`. */
    unbind<S extends string>(
      events?: CheckEvents<S, CollectionEvents<unknown, unknown>, RowOf<M>> | null,
      handler?: AnyHandler | null,
      context?: unknown,
    ): this;
    /** Runs the handlers of the events with these arguments, without waiting for what they return. */
    trigger<S extends string>(
      events: CheckEvents<S, CollectionEvents<unknown, unknown>, RowOf<M>>,
      ...args: TriggerArgs<S, CollectionEvents<this, M>, M, RowOf<M>>
    ): this;
    /**
     * Runs the handlers one after another, in order of registration, and waits for each.
     *
     * Resolves to every handler's result, and rejects with the first error that one throws or rejects with.
     *
     * @example
     * await users.triggerThen('imported', users);
     */
    triggerThen<S extends string>(
      events: CheckEvents<S, CollectionEvents<unknown, unknown>, RowOf<M>>,
      ...args: TriggerArgs<S, CollectionEvents<this, M>, M, RowOf<M>>
    ): ShelfPromise<unknown[]>;

    /** Runs the handler on each of the other's events, until `stopListening`. */
    listenTo(other: EventSource, events: string, handler: AnyHandler): this;
    /** Runs the handler on the first of the other's events. */
    listenToOnce(other: EventSource, events: string, handler: AnyHandler): this;
    /** Stops listening to the other, or to everything. */
    stopListening(other?: EventSource, events?: string | null, handler?: AnyHandler | null): this;
  }
}
