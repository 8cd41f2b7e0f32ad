import type { Scope } from '@shelf/core';
import {
  clausesOf,
  keyColumns,
  own,
  ownColumn,
  rawSql,
  type CallOptions,
  type Row,
  type ShelfInternals,
  type Table,
  sampleOf,
} from '@shelf/core/inside';
import type { Knex } from 'knex';
import { comparable, comparableTuple } from '../comparable.js';
import { fixTarget, groupByKey, joinPivot } from '../conditions.js';
import { narrowBy, narrowInterim } from '../interim.js';
import type { Path } from '../kinds/kind.js';
import type { Pairing } from '../pairing.js';
import { moved, pivotNames, PREFIX, selectedPivot, takePivots } from '../pivot/columns.js';
import type { Relation } from '../relation.js';
import { isDistinctOn, isGrouped, isLimited, isLocking, makesOneRow, ordersByResult } from '../shape.js';
import { knownTablesOf, toColumn, type Tables } from '../tables.js';
import type { Keys } from './groups.js';
import { joinKeys, POSITION_IN_LIST, whereKeyIn } from './keys.js';
import { leadByPivot } from './lead.js';
import { limitPerParent, NeedsQueryPerParent, RANK } from './window.js';

/** What was taken off the rows: for each, whose it is, and its row between. */
export interface Taken {
  /** For each row, its parents' key, or the key's position in the list. */
  readonly owners: (string | number | undefined)[];
  readonly pivots: readonly Row[] | undefined;
}

const KEY = 'shelf_key_';
const POSITION = 'shelf_position';

/** The scope of many parents' related rows at once, which tells whose each row is. */
export class EagerScope implements Scope {
  readonly name: string;
  /** No call leaves it. */
  readonly once = true;
  private readonly tables: Tables;
  private readonly shelf: ShelfInternals;
  private readonly relation: Relation;
  private readonly path: Path;
  private readonly pairing: Pairing;
  private readonly keys: Keys;
  /** Whether the database says whose a row is, since it takes keys for equal that JavaScript does not. */
  private readonly joined: boolean;
  /** Whether the key's columns have to be read besides what the query lists. */
  private besides = false;
  private ranked = false;
  /** Whether the query makes one row of all, which are one parent's: nothing can be read besides. */
  private oneRow = false;
  /** Whether the query lists columns of joined tables, whose names may be the target's too, or orders by what it computes. */
  private shaped = false;
  /** Whether the keys are all of a range. */
  private ranged = false;
  /** Whether no other scope takes something off the rows, which have to stay as many then. */
  private readonly alone: boolean;
  /** Where the query begins with the table between: what is NULL in rows that lead nowhere. */
  private led: string | undefined;
  /** The rows between, where their scopes have been asked already. */
  private readonly interim: Knex.QueryBuilder | undefined;

  constructor(
    relation: Relation,
    path: Path,
    tables: Tables,
    pairing: Pairing,
    keys: Keys,
    joined: boolean,
    alone: boolean,
    interim?: Knex.QueryBuilder,
  ) {
    this.name = `the relation ${relation.label}`;
    this.relation = relation;
    this.shelf = relation.owner.shelf;
    this.path = path;
    this.tables = tables;
    this.pairing = pairing;
    this.keys = keys;
    this.joined = joined;
    this.alone = alone;
    this.interim = interim;
  }

  constrain(query: Knex.QueryBuilder, { options }: { readonly options: CallOptions }): Promise<void> | undefined {
    const { path, tables, keys } = this;
    const { knex } = this.shelf;
    if (options.withSchema !== undefined) void query.withSchema(options.withSchema);
    const has = (sought: string): boolean => clausesOf(query).some(({ grouping }) => grouping === sought);
    this.shaped = (has('join') && has('columns')) || ordersByResult(query);
    joinPivot(query, path, tables, knex);
    fixTarget(query, path, tables.target, knex);
    if (this.joined) joinKeys(query, path, tables, this.pairing, keys, knex);
    else
      this.ranged = whereKeyIn(
        query,
        path.to.map((name) => rawSql(knex, toColumn(tables, name))),
        tables.to,
        keys,
        this.shelf,
        options.lock !== undefined || isLocking(query),
      );
    if (this.interim === undefined) return narrowInterim(query, path, tables, options);
    narrowBy(query, this.interim.clone(), path, tables);
    return undefined;
  }

  columns(
    query: Knex.QueryBuilder,
    { columns, options }: { readonly columns: readonly unknown[]; readonly options: CallOptions },
  ): Knex.Raw[] {
    const { knex } = this.shelf;
    const tables = this.current(options);
    this.oneRow = makesOneRow(query) && this.keys[0]?.length === 1;
    if (this.oneRow) return [];
    const pivot =
      tables.pivot === undefined ? [] : selectedPivot(query, this.path, tables, this.pivotNames(tables.pivot), knex);
    if (this.joined) return [...pivot, knex.raw(`${POSITION_IN_LIST} as ${POSITION}`)];
    this.besides = tables.pivot === undefined && !this.listsKey(query, columns, tables.target);
    return this.besides ? this.keyColumns(tables) : pivot;
  }

  wrap(query: Knex.QueryBuilder, { columns }: { readonly columns: readonly unknown[] }): Knex.QueryBuilder {
    this.led = this.ranged && this.alone ? leadByPivot(query, columns, this.path, this.tables) : undefined;
    const { path, tables } = this;
    const { knex, dialect } = this.shelf;
    if (isGrouped(query)) groupByKey(query, path, tables, knex);
    if (isGrouped(query) && this.joined) void query.groupByRaw(POSITION_IN_LIST);
    const partition = this.joined
      ? [knex.raw(POSITION_IN_LIST)]
      : path.to.map((name) => rawSql(knex, toColumn(tables, name)));
    const several = (this.keys[0]?.length ?? 0) > 1;
    if (several && (isDistinctOn(query) || makesOneRow(query))) throw new NeedsQueryPerParent();
    this.ranked = several && isLimited(query);
    if (!this.ranked) return query;
    const keys = keyColumns(sampleOf(path.target.model));
    const fallback = keys.map((name) => rawSql(knex, tables.target.sql(name)));
    if (!dialect.capabilities.windowFunctions || this.shaped) throw new NeedsQueryPerParent();
    return limitPerParent(query, partition, fallback, knex);
  }

  take(rows: Row[], { options }: { readonly options: CallOptions }): Taken {
    if (this.ranked) for (const row of rows) delete row[RANK];
    if (this.led !== undefined) keepWith(this.led, rows);
    const tables = this.current(options);
    if (this.oneRow) return { owners: rows.map(() => this.onlyOwner()), pivots: undefined };
    if (this.joined) {
      const owners = rows.map((row) => Number(row[POSITION]));
      for (const row of rows) delete row[POSITION];
      return { owners, pivots: tables.pivot && takePivots(tables.pivot, this.pivotNames(tables.pivot), rows) };
    }
    const { to } = this.path;
    if (tables.pivot !== undefined) {
      const pivots = takePivots(tables.pivot, this.pivotNames(tables.pivot), rows);
      return {
        owners: this.ownersOf(
          pivots,
          to.map((name) => PREFIX + name),
          tables,
        ),
        pivots,
      };
    }
    if (!this.besides) return { owners: this.ownersOf(rows, to, tables), pivots: undefined };
    const keys = moved(rows, to, KEY, tables.to, tables.target);
    return {
      owners: this.ownersOf(
        keys,
        to.map((name) => KEY + name),
        tables,
      ),
      pivots: undefined,
    };
  }

  /** Whose the rows are, where there is one parent. */
  private onlyOwner(): string | number | undefined {
    return this.joined ? 0 : comparableTuple(this.tables.to)(this.keys.map(([key]) => key));
  }

  private ownersOf(holders: readonly Row[], to: readonly string[], tables: Tables): (string | number | undefined)[] {
    const owners = new Array<string | number | undefined>(holders.length);
    const [only] = to;
    if (to.length === 1 && only !== undefined) {
      const compare = comparable(tables.to[0]);
      for (let i = 0; i < holders.length; i++) {
        const value = (holders[i] as Row)[only];
        owners[i] = value === null ? undefined : compare(value);
      }
      return owners;
    }
    const compare = comparableTuple(tables.to);
    for (let i = 0; i < holders.length; i++) owners[i] = compare(to.map((name) => own(holders[i] as Row, name)));
    return owners;
  }

  /** The tables, described again where they have been since. */
  private current(options: CallOptions): Tables {
    return knownTablesOf(this.shelf, this.path, options, this.tables);
  }

  private pivotNames(pivot: Table): readonly string[] {
    return pivotNames(this.relation, this.path, pivot);
  }

  /** Whether the rows hold the key's columns anyway. */
  private listsKey(query: Knex.QueryBuilder, columns: readonly unknown[], table: Table): boolean {
    const listed = clausesOf(query)
      .filter(({ grouping }) => grouping === 'columns')
      .flatMap(({ value }) => (Array.isArray(value) ? (value as unknown[]) : [value]));
    const all = [...columns, ...listed];
    if (all.every((each) => each === `${table.name}.*`)) return true;
    const named = new Set(all.map((each) => ownColumn(each, table)));
    return this.path.to.every((name) => named.has(name));
  }

  private keyColumns(tables: Tables): Knex.Raw[] {
    const { knex, dialect } = this.shelf;
    return this.path.to.map((name, i) => {
      const own_ = toColumn(tables, name);
      return rawSql(knex, `${tables.to[i]?.codec?.select?.(own_) ?? own_} as ${dialect.quote(KEY + name)}`);
    });
  }
}

/** Drops the rows that have no value in a column. */
function keepWith(column: string, rows: Row[]): void {
  let kept = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as Row;
    if (row[column] !== null) rows[kept++] = row;
  }
  rows.length = kept;
}
