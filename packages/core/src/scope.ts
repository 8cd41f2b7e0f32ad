import type { Knex } from 'knex';

/** What an action is done for; handed to every part of a scope. */
export interface ScopeContext {
  readonly action: 'select' | 'first' | 'count' | 'insert' | 'update' | 'delete';
  /** The table's name, as the query knows it. */
  readonly table: string;
  /** The options of the call. */
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * What narrows the rows that a model or a collection stands for: a relation, a tenant, soft delete.
 * Put scopes on a class (`static scopes = [...]`) or on an instance (`model.scopes = [...]`).
 * See docs/seams/scope.md; `scopeSuite` of the conformance suites is the executable form of this page.
 */
export interface Scope {
  /** For messages. */
  readonly name: string;
  /** Narrows a SELECT, COUNT, UPDATE or DELETE before its before-events fire. */
  constrain?(query: Knex.QueryBuilder, context: ScopeContext): void;
  /** The attributes that a row created in this scope gets; they win over what the model says. */
  stamp?(attributes: Readonly<Record<string, unknown>>, context: ScopeContext): Record<string, unknown>;
  /** Sees the models that a SELECT brought, each with its row, before eager loading. */
  receive?(models: readonly unknown[], rows: readonly Record<string, unknown>[], context: ScopeContext): void;
}
