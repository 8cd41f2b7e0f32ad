import type { Knex } from 'knex';
import type { CallOptions, CollectionInstance, ModelInstance, Row, Syncing } from './instance.js';
import { newBuilder, tableNameOf } from './model/query.js';
import type { Scope, ScopeContext } from './scope.js';
import { countRows } from './sync/count.js';
import { deleteRows } from './sync/delete.js';
import { insertRow } from './sync/insert.js';
import { transactionOf, type Origin } from './sync/run.js';
import { selectRows } from './sync/select.js';
import { updateRows } from './sync/update.js';
import { asRaw, type Condition } from './sql/statements.js';
import type { Table } from './table.js';

/**
 * One action on the database for a model or a collection, and the only place that runs a query.
 * Override `sync(options)` on a class to stand between it and its table; an override returns an object with
 * these methods. See docs/seams/sync.md; `syncSuite` of the conformance suites is the executable form of this page.
 */
export class Sync {
  /** The query so far, once something has asked for it; undefined means that Shelf may write the SQL itself. */
  builder: Knex.QueryBuilder | undefined;
  /** Conditions from attributes, not yet in the builder. */
  private conditions: readonly Condition[] = [];
  private conditionsOf: Table | undefined;
  /** Why the query cannot run, when a constraint of it was refused. */
  private readonly refused: Error | undefined;
  readonly syncing: Syncing;
  readonly options: CallOptions;

  constructor(syncing: Syncing, options: CallOptions, query?: Knex.QueryBuilder, refused?: Error) {
    this.syncing = syncing;
    this.options = options;
    this.builder = query;
    this.refused = refused;
  }

  /** Fetches the rows. */
  select(): Promise<Row[]> {
    return selectRows(this, 'select');
  }

  /** Fetches the first row that has these attributes: an array of one row, or of none. */
  first(attributes: Row): Promise<Row[]> {
    return selectRows(this, 'first', attributes);
  }

  /** Counts the rows, or the values of a column that are not null. */
  count(column?: string): Promise<number> {
    return countRows(this, column);
  }

  /** Inserts a row; resolves to `[key]`, or to `[row]` with the columns that the database filled in. */
  insert(attributes: Row): Promise<unknown[]> {
    return insertRow(this, attributes);
  }

  /** Updates the model's row, or the rows that the query constrains; resolves to their number. */
  update(attributes: Row): Promise<number> {
    return updateRows(this, attributes);
  }

  /** Deletes the model's row, or the rows that the query constrains; resolves to their number. */
  del(): Promise<number> {
    return deleteRows(this);
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
    if (table === undefined) return;
    for (const { column, value } of this.conditions) {
      const name = this.syncing.shelf.knex.raw(asRaw(`${table.quoted}.${table.dialect.quote(column)}`));
      void (value === null ? builder.whereNull(name as never) : builder.where(name as never, '=', value as never));
    }
    this.conditions = [];
  }

  /** Lets the scopes narrow the query. */
  applyScopes(action: ScopeContext['action'], scopes: readonly Scope[] = this.syncing.scopes): void {
    for (const scope of scopes) scope.constrain?.(this.query, this.context(action));
  }

  context(action: ScopeContext['action']): ScopeContext {
    return { action, table: tableNameOf(this.syncing), options: this.options };
  }

  /** The table, described; without waiting where it is known. */
  table(): Table | Promise<Table> {
    if (this.refused !== undefined) throw this.refused;
    const { shelf } = this.syncing;
    const name = tableNameOf(this.syncing);
    const schema = this.options.withSchema;
    return shelf.catalogue.known(name, schema) ?? shelf.catalogue.table(name, schema, transactionOf(shelf, this.options));
  }

  get origin(): Origin {
    const { syncing, options } = this;
    return { shelf: syncing.shelf, options, model: modelNameOf(syncing), table: tableNameOf(syncing) };
  }
}

/** The name of the model's class, for messages and events; undefined where it has none of its own. */
export function modelNameOf(syncing: Syncing): string | undefined {
  const Class = 'models' in syncing ? (syncing as CollectionInstance).model : (syncing as ModelInstance).constructor;
  const { name } = Class;
  return name === '' || name === 'Child' || name === 'Model' ? undefined : name;
}
