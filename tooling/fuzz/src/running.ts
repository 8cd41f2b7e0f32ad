import { ShelfError, type Shelf } from '@shelf/core';
import type { Knex } from 'knex';
import { at, type Tables } from './arrays.js';
import { typeOf } from './column-types.js';
import { makeModels, tableName, type Attributes, type Classes, type FuzzCollection, type FuzzModel } from './models.js';
import { slotTables, type Drawn, type Program, type Selection } from './program.js';
import { Rows, sortRows, type Row } from './rows.js';
import type { Column, TableName } from './schema.js';

/** Options of every call of a program. */
export interface Options {
  readonly transacting?: Knex.Transaction;
}

/** Thrown by handlers and callbacks of a program. */
export class Planned extends Error {}

/** A program while it runs on one database: its variables, and the words in which its steps are written. */
export class Running {
  readonly db: Shelf;
  readonly rows: Rows;
  readonly classes: Classes;
  readonly slots: (FuzzModel | undefined)[] = slotTables.map(() => undefined);
  /** What was wrong, whatever other databases give. */
  readonly faults: string[] = [];
  /** The events since the step began. */
  events: string[] = [];
  /** The event whose next handler throws. */
  throwAt: string | undefined;

  constructor(db: Shelf, { schema, heard }: Program, prefix: string) {
    this.db = db;
    this.rows = new Rows(schema, prefix);
    this.classes = makeModels(db, schema, prefix, heard ? (table, event) => this.#hear(table, event) : undefined);
  }

  #hear(table: TableName, event: string): void {
    this.events.push(`${table} ${event}`);
    if (this.throwAt !== event) return;
    this.throwAt = undefined;
    throw new Planned();
  }

  /** A new model. */
  make(table: TableName, attributes: Attributes): FuzzModel {
    return new this.classes[table](attributes);
  }

  /** A slot's table, and the model in it. */
  slot(slot: number): readonly [TableName, FuzzModel | undefined] {
    return [at(slotTables, slot), this.slots[slot]];
  }

  /** Attributes that a step has drawn. */
  attributes(table: TableName, drawn: Drawn): Attributes {
    const writable: readonly Pick<Column, 'name' | 'type'>[] = [
      ...this.#ownKey(table),
      ...this.rows.schema[table].columns,
    ];
    return Object.fromEntries(
      drawn.map(([column, value]) => {
        const { name, type } = at(writable, column);
        return [name, at(typeOf(type).values, value)];
      }),
    );
  }

  /** Those attributes that every database can look for. */
  comparable(table: TableName, attributes: Attributes): Attributes {
    const { columns } = this.rows.schema[table];
    const isJson = (name: string): boolean => columns.some((column) => column.name === name && column.type === 'json');
    return Object.fromEntries(Object.entries(attributes).filter(([name]) => !isJson(name)));
  }

  /** Attributes in which nothing is missing that the table wants. */
  filled(table: TableName, drawn: Drawn, fill: number): Attributes {
    const wanted = [...this.#ownKey(table), ...this.rows.schema[table].columns.filter(({ nullable }) => !nullable)];
    const filled = wanted.map(({ name, type }, i) => [name, at(typeOf(type).values.slice(0, 5), fill + i)] as const);
    return { ...Object.fromEntries(filled), ...this.attributes(table, drawn) };
  }

  /** The columns of a key that programs give themselves. */
  #ownKey(table: TableName): readonly Column[] {
    if (this.rows.schema[table].key === 'generated') return [];
    return this.rows.columns(table).slice(0, this.rows.key(table).length);
  }

  /** Puts conditions on a query of a table; whether JSON can be compared is the database's affair. */
  constrain(builder: Knex.QueryBuilder, table: TableName, { conditions }: Selection): void {
    for (const { column, operator, values } of conditions) {
      const { name, type } = at(this.rows.compared(table), column);
      if (type === 'json') continue;
      const drawn = values.map((value) => at(typeOf(type).values, value));
      const operand = operator === 'in' || operator === 'not in' ? drawn : drawn[0];
      void builder.where(`${tableName(this.rows.prefix, table)}.${name}`, operator, operand as Knex.Value);
    }
  }

  /** A model whose query is a selection. */
  selecting(table: TableName, selection: Selection): FuzzModel {
    const model = this.make(table, {}).query((builder) => this.constrain(builder, table, selection));
    const { order } = selection;
    if (order === undefined || !this.isOrdered(table, order)) return model;
    return model.orderBy(at(this.rows.columns(table), order[0]).name, order[1]);
  }

  /** Whether all databases order a table's rows alike by a column. */
  isOrdered(table: TableName, [column]: NonNullable<Selection['order']>): boolean {
    const { type, nullable } = at(this.rows.columns(table), column);
    return typeOf(type).compare !== undefined && !nullable;
  }

  /** Orders by the key, after what there is. */
  byKey(table: TableName, model: FuzzModel): FuzzModel {
    return this.rows.key(table).reduce((ordered, column) => ordered.orderBy(column), model);
  }

  /** Waits for what inserts a row, and takes note of its key. */
  async inserted<T extends FuzzModel>(table: TableName, inserting: Promise<T>): Promise<T> {
    const model = await inserting;
    this.rows.made(table, model.id);
    return model;
  }

  /** A model's row as it compares. */
  rowOf(table: TableName, model: FuzzModel): Row {
    return this.rows.model(table, model);
  }

  /** The rows of a collection, in its order. */
  rowsOf(table: TableName, { models }: FuzzCollection): readonly Row[] {
    return models.map((model) => this.rowOf(table, model));
  }

  /** The rows that a model has loaded of a relation. */
  relatedOf(model: FuzzModel, name: string): readonly Row[] {
    const related = model.relations[name];
    if (related === undefined || related === null) return [];
    return sortRows(modelsIn(related).map((each) => this.rowOf(this.#tableOf(each), each)));
  }

  #tableOf(model: FuzzModel): TableName {
    const tables = ['authors', 'books', 'notes'] as const;
    return tables.find((table) => model instanceof this.classes[table]) ?? 'authors';
  }

  /** What every slot's model is like. */
  state(): unknown {
    return this.slots.map((model, slot) => {
      if (model === undefined) return null;
      const related = Object.keys(model.relations)
        .toSorted()
        .map((name) => [name, this.relatedOf(model, name)]);
      return [this.rowOf(at(slotTables, slot), model), model.isNew(), model.hasChanged(), related];
    });
  }

  /** Compares what a model says with what is stored. */
  async checkStored(table: TableName, model: FuzzModel, options: Options): Promise<Row> {
    const said = this.rowOf(table, model);
    const tables = await this.tables(options);
    const stored = tables[table].find((row) => this.rows.key(table).every((name) => row[name] === said[name]));
    this.check('what is stored', Object.fromEntries(Object.keys(said).map((name) => [name, stored?.[name]])), said);
    return said;
  }

  /** All rows of all tables. */
  async tables(options: Options): Promise<Tables> {
    const read = async (table: keyof Tables): Promise<readonly Row[]> => {
      const { models } = await new this.classes[table]().fetchAll(options);
      return sortRows(models.map((model) => this.rows.of(table, model.attributes)));
    };
    const events = [...this.events];
    const tables = {
      authors: await read('authors'),
      books: await read('books'),
      notes: await read('notes'),
      pivots: await read('pivots'),
    };
    this.events = events;
    return tables;
  }

  /** A difference from what has to be is a fault. */
  check(what: string, got: unknown, expected: unknown): void {
    const [a, b] = [JSON.stringify(got), JSON.stringify(expected)];
    if (a !== b) this.faults.push(`${what}: ${a} instead of ${b}`);
  }
}

/** The models of what a relation has loaded: one, none or many. */
function modelsIn(related: FuzzModel | FuzzCollection): readonly FuzzModel[] {
  if ('models' in related) return related.models;
  return related.isNew() ? [] : [related];
}

/** The code of an error of Shelf. Which of several violations a database names is its own affair. */
export function codeOf(error: unknown): string {
  if (error instanceof Planned) return 'planned';
  return error instanceof ShelfError ? error.code.replace(/^(UNIQUE|NOT_NULL)_VIOLATION$/, 'VIOLATION') : String(error);
}
