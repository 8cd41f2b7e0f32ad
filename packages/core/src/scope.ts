import type { Knex } from 'knex';

/** What an action is done for; handed to every part of a scope. */
export interface ScopeContext {
  readonly action: 'select' | 'first' | 'count' | 'insert' | 'update' | 'delete';
  /** The table's name, as the query knows it. */
  readonly table: string;
  /** The options of the call. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The model or collection whose action it is. */
  readonly target: object;
}

/** The context of a SELECT that is about to run. */
export interface SelectContext extends ScopeContext {
  /** The columns that it lists, as the `fetching` handlers have left them. */
  readonly columns: readonly unknown[];
}

/** What `constrain` says: `false` that no row can be in the scope, so that nothing need be asked. */
type Narrowed = void | false;

/**
 * What narrows the rows that a model or a collection stands for: a relation, a tenant, soft delete.
 * Put scopes on a class (`static scopes = [...]`) or on an instance (`model.scopes = [...]`).
 * See docs/seams/scope.md; `scopeSuite` of the conformance suites is the executable form of this page.
 */
export interface Scope {
  /** For messages. */
  readonly name: string;
  /** A model leaves the scope once it stands for a row of its own: when it has been inserted or fetched. */
  readonly once?: boolean;
  /** Columns that every UPDATE of a row counts one up; so does an upsert that finds the row there. */
  readonly increment?: readonly string[];
  /** Narrows a SELECT, COUNT, UPDATE or DELETE before its before-events fire. */
  constrain?(query: Knex.QueryBuilder, context: ScopeContext): Narrowed | Promise<Narrowed>;
  /** What a SELECT of rows reads besides, after all other columns. */
  columns?(query: Knex.QueryBuilder, context: SelectContext): readonly Knex.Raw[];
  /** Has the last word on a SELECT of rows: may put another around it. */
  wrap?(query: Knex.QueryBuilder, context: SelectContext): Knex.QueryBuilder;
  /**
   * Sees the rows that a SELECT brought before they become models, takes its own columns off, and returns what `receive` is to get. It
   * may put another row in the place of one: V8 makes a slow dictionary of an object that loses properties.
   */
  take?(rows: Record<string, unknown>[], context: ScopeContext): unknown;
  /** The attributes that a row created in this scope gets; they win over what the model says. */
  stamp?(attributes: Readonly<Record<string, unknown>>, context: ScopeContext): Record<string, unknown>;
  /** Sees the models that a SELECT brought, each with its row, before eager loading. */
  receive?(
    models: readonly unknown[],
    rows: readonly Record<string, unknown>[],
    context: ScopeContext,
    taken: unknown,
  ): void;
}
