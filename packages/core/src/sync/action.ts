import type { Knex } from 'knex';
import { InvalidValueError } from '../errors.js';
import { classOf } from '../collection/members.js';
import type { CallOptions, CollectionInstance, ModelClass, ModelInstance, Origin, Syncing } from '../instance.js';
import { newBuilder, tableNameOf } from '../model/query.js';
import { heldScopes } from '../model/scoped.js';
import type { Scope, ScopeContext } from '../scope.js';
import { withTimeoutOf } from './limits.js';
import { catalogueOf, describedTable } from './run.js';
import { hasOwnSql } from './own-column.js';
import { deferredIn, enclose, narrowByScope } from './constraints.js';
import { narrowSubqueries } from './subqueries.js';
import { encloseUnion, isUnion } from './union.js';
import { rawSql, type Condition } from '../sql/statements.js';
import type { Tables } from '../catalogue.js';
import type { Table } from '../table.js';

const NONE: readonly string[] = Object.freeze([]);

/** What the workers of one action share: whose it is, its options, and the query as it grows. */
export class Action {
  /** The query so far, once something has asked for it; undefined means that Shelf may write the SQL itself. */
  builder: Knex.QueryBuilder | undefined;
  /** Conditions from attributes, not yet in the builder. */
  private conditions: readonly Condition[] = [];
  private conditionsOf: Table | undefined;
  private known: Origin | undefined;
  /** Why the query cannot run, when a constraint of it was refused. */
  private readonly refused: Error | undefined;
  /** What a builder that was handed out calls the table; undefined for an action of the model's own. */
  readonly from: string | undefined;
  readonly syncing: Syncing;
  readonly options: CallOptions;

  constructor(syncing: Syncing, options: CallOptions, query?: Knex.QueryBuilder, refused?: Error, from?: string) {
    this.from = from;
    this.syncing = syncing;
    this.options = options;
    this.builder = query;
    this.refused = refused;
  }

  /** The knex builder of this action; asking for it makes one. */
  get query(): Knex.QueryBuilder {
    const builder = (this.builder ??= newBuilder(this.syncing));
    this.pour(builder);
    return builder;
  }

  set query(builder: Knex.QueryBuilder) {
    this.builder = builder;
  }

  /** Adds conditions on the table's own columns, in SQL that Shelf writes or in the builder. */
  constrain(table: Table, conditions: readonly Condition[]): void {
    this.conditions = conditions;
    this.conditionsOf = table;
    if (this.builder !== undefined) this.pour(this.builder);
  }

  /** The conditions that are not in a builder. */
  get pending(): readonly Condition[] {
    return this.conditions;
  }

  private pour(builder: Knex.QueryBuilder): void {
    const table = this.conditionsOf;
    if (table === undefined || this.conditions.length === 0) return;
    enclose(builder);
    for (const { column, value } of this.conditions) {
      const name = rawSql(this.syncing.shelf.knex, table.sql(column));
      void (value === null ? builder.whereNull(name as never) : builder.where(name as never, '=', value as never));
    }
    this.conditions = [];
  }

  /** Lets the scopes, and what the query has put off, narrow the query; `false` says that it can match no row. */
  applyScopes(action: ScopeContext['action']): undefined | false | Promise<undefined | false> {
    const waiting = this.builder === undefined ? undefined : narrowSubqueries(this.builder);
    return waiting === undefined ? this.narrowNow(action) : waiting.then(() => this.narrowNow(action));
  }

  /** The same for who cannot wait for subqueries; those are narrowed when knex compiles them. */
  narrowNow(action: ScopeContext['action']): undefined | false | Promise<undefined | false> {
    const scopes = this.scopes;
    if (scopes.length === 0) return undefined;
    this.encloseUnion();
    return this.narrow(scopes, 0, this.context(action));
  }

  private encloseUnion(): void {
    const { builder } = this;
    if (builder === undefined || !isUnion(builder)) return;
    const table = this.knownTable();
    if (table !== undefined) encloseUnion(builder, table, this.options, this.origin.model);
  }

  /** The table, where it has been described already. */
  knownTable(): Table | undefined {
    const { syncing, options } = this;
    return this.tables.known(tableNameOf(syncing), options.withSchema, prototypeOf(syncing));
  }

  /** The scopes of what acts, after those that hold for this query alone. */
  get scopes(): readonly Scope[] {
    const scopes = heldScopes(this.syncing.scopes, this.options);
    const deferred = this.builder === undefined ? [] : deferredIn(this.builder);
    return deferred.length === 0 ? scopes : [...deferred, ...scopes];
  }

  /** The columns that an UPDATE counts one up. */
  get increments(): readonly string[] {
    const { scopes, _naming: naming } = this.syncing;
    if (scopes.length === 0) return NONE;
    const columns = heldScopes(scopes, this.options).flatMap((scope) => scope.increment ?? NONE);
    return naming === undefined ? columns : columns.map((each) => naming.attribute(each));
  }

  private narrow(
    scopes: readonly Scope[],
    from: number,
    context: ScopeContext,
  ): undefined | false | Promise<undefined | false> {
    for (let i = from; i < scopes.length; i++) {
      const scope = scopes[i] as Scope;
      if (scope.constrain === undefined) continue;
      const narrowed = narrowByScope(scope, this.query, context);
      if (narrowed === false) return false;
      if (narrowed instanceof Promise) {
        return narrowed.then((each) => (each === false ? false : this.narrow(scopes, i + 1, context)));
      }
    }
    return undefined;
  }

  context(action: ScopeContext['action']): ScopeContext {
    const { syncing, options, from } = this;
    return { action, table: from ?? tableNameOf(syncing), options, target: syncing };
  }

  /** The table, described; without waiting where it is known. */
  table(): Table | Promise<Table> {
    if (this.refused !== undefined) throw this.refused;
    const { syncing, options, tables } = this;
    const name: unknown = tableNameOf(syncing);
    if (typeof name !== 'string') {
      const model = modelNameOf(syncing);
      throw new InvalidValueError(`${model ?? 'The model'} has no tableName; it needs one to reach the database`, {
        model,
      });
    }
    const model = prototypeOf(syncing);
    return tables.known(name, options.withSchema, model) ?? describedTable(this.origin, name, model);
  }

  /** The tables as they are known where this runs. */
  get tables(): Tables {
    return catalogueOf(this.syncing.shelf, this.options);
  }

  /**
   * Makes something with a table that has refused a value: it is described once more before, since its columns may have got
   * other types.
   *
   * @throws the error where it is none of that kind, or the table has been described for such a reason a short time ago
   */
  async again<T>(table: Table, error: unknown, make: (table: Table) => T | Promise<T>): Promise<T> {
    if (!isRefusal(error) || !this.tables.doubt(table)) throw error;
    return await make(await this.table());
  }

  /**
   * Whether a table that lacks a name should be looked at once more. Where unknown names are attributes that is done
   * once for each; where they are errors, whenever one is written.
   */
  mayHaveGot(table: Table, name: string): boolean {
    return table.holder === undefined || this.tables.mayHaveGot(table, name);
  }

  /** The table, looked at once more for names that it did not have. */
  async seek(table: Table, names: readonly string[]): Promise<Table> {
    this.tables.seek(table, names);
    return await this.table();
  }

  /** The table, looked at once more where it would take names for attributes that nobody has looked for yet. */
  sought(table: Table, names: readonly string[]): Table | Promise<Table> {
    if (!hasOwnSql(table)) return table;
    const { tables } = this;
    const unknown = names.filter((name) => table.columns?.has(name) === false && tables.mayHaveGot(table, name));
    return unknown.length === 0 ? table : this.seek(table, unknown);
  }

  get origin(): Origin {
    const { syncing, options } = this;
    const { shelf, _naming: naming } = syncing;
    const origin = (this.known ??= {
      shelf,
      options,
      model: modelNameOf(syncing),
      table: tableNameOf(syncing),
      naming,
    });
    // A handler or a scope may have set one since.
    const limits = withTimeoutOf(this.builder, options);
    return limits === options ? origin : { ...origin, options: limits };
  }
}

/** Whether a value was refused, before anything was sent. */
function isRefusal(error: unknown): boolean {
  return error instanceof InvalidValueError && error.query === undefined;
}

/** The prototype of the model's class. */
function prototypeOf(syncing: Syncing): ModelInstance {
  return constructorOf(syncing).prototype;
}

function constructorOf(syncing: Syncing): ModelClass {
  return 'models' in syncing ? classOf(syncing as CollectionInstance) : (syncing as ModelInstance).constructor;
}

/** The name of the model's class, for messages and events; undefined where it has none of its own. */
function modelNameOf(syncing: Syncing): string | undefined {
  const { name } = constructorOf(syncing);
  return name === '' || name === 'Model' ? undefined : name;
}
