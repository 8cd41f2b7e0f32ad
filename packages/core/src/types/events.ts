import type { Knex } from 'knex';
import type { AnyColumn, Columns, DynamicSeen, ValueAt } from './row.js';
import type {
  CollectionChangeOptions,
  DestroyOptions,
  FetchOptions,
  SaveOptions,
  SetCollectionOptions,
  SetOptions,
  SyncOptions,
} from './options.js';

// How events are named and what their handlers get: shared by models, collections and the shelf.

/** What options carry in every event before a query. */
export interface BeforeQuery {
  /** The query about to run; what a handler adds to it is sent. */
  readonly query: Knex.QueryBuilder;
}

/** What options carry in every event after a query. */
export interface AfterQuery<Row> {
  /** The attributes as they were before the call. */
  readonly previousAttributes?: Partial<Row>;
}

// Tuples that several events share, so that a handler of `'creating updating'` sees one list of parameters.
export type FetchingEvent<T> = [target: T, columns: string[], options: FetchOptions & BeforeQuery];
export type FetchedEvent<T, Row> = [target: T, response: unknown, options: FetchOptions & AfterQuery<Row>];
export type SavingEvent<M, Row> = [
  model: M,
  attrs: Partial<Row> & DynamicSeen<Row>,
  options: SaveOptions & BeforeQuery,
];
export type SavedEvent<M, Row> = [model: M, response: unknown, options: SaveOptions & AfterQuery<Row>];
export type DestroyingEvent<M> = [model: M, options: DestroyOptions & BeforeQuery];
export type DestroyedEvent<M, Row> = [model: M, response: unknown, options: DestroyOptions & AfterQuery<Row>];
export type CountingEvent<T> = [target: T, options: SyncOptions & BeforeQuery];
export type ChangeEvent<M> = [model: M, options: SetOptions];
export type MemberEvent<M, C> = [model: M, collection: C, options: CollectionChangeOptions];
export type CollectionEvent<C> = [collection: C, options: SetCollectionOptions];
export type TransactionEvent<M> = [model: M];

type BadName<S, Events, Row> = S extends keyof Events
  ? never
  : S extends `${infer First} ${infer Rest}`
    ? BadName<First, Events, Row> | BadName<Rest, Events, Row>
    : S extends `change:${infer Column}`
      ? Column extends AnyColumn<Row>
        ? never
        : S
      : S;

/** One or more event names with spaces between: itself when each of them exists, otherwise the names that do. */
export type CheckEvents<S extends string, Events, Row = never> = string extends S
  ? S
  : BadName<S, Events, Row> extends never
    ? S
    : (keyof Events & string) | ([Row] extends [never] ? never : `change:${Columns<Row>}`);

// One list of unions rather than a union of lists, of which a handler could not leave parameters out.
type Merged<Args> = [At<Args, 0>, At<Args, 1>, At<Args, 2>];
type At<Args, I extends number> = Args extends { readonly [K in I]: infer T } ? T : undefined;

/** The parameters of a handler of these events. */
export type EventArgs<S, Events, M = never, Row = never> = S extends keyof Events
  ? Events[S]
  : S extends `${infer First} ${infer Rest}`
    ? Merged<EventArgs<First, Events, M, Row> | EventArgs<Rest, Events, M, Row>>
    : S extends `change:${infer Column}`
      ? [model: M, value: ValueAt<Row, Column>, options: SetOptions]
      : unknown[];

/** What `trigger` takes after the names; not checked where there are several. */
export type TriggerArgs<S, Events, M = never, Row = never> = S extends `${string} ${string}`
  ? unknown[]
  : EventArgs<S, Events, M, Row>;

// A method, so that handlers may declare narrower parameters than `unknown`.
interface Loose {
  handler(...args: unknown[]): unknown;
}

/** A handler of an event whose parameters are not known. */
export type AnyHandler = Loose['handler'];

/** Handlers by event name. Their parameters are not checked: that would cost every comparison of two models. */
export type EventHandlers<Events> = { readonly [E in keyof Events]?: AnyHandler } & {
  readonly [change: `change:${string}`]: AnyHandler;
};

/** What can be listened to: a model, a collection, a shelf, or anything with Backbone's events. */
export interface EventSource {
  off(events?: string | null, handler?: AnyHandler | null, context?: unknown): unknown;
}
