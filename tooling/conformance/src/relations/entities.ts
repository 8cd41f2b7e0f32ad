import type { Plugin, Shelf } from '@shelf/core';
import type { Knex } from 'knex';
import { newShelf, statementsOf, type Harness } from '../harness.js';

/** What these suites need besides a database. */
export interface RelationHarness extends Harness {
  /** Relations among them, which these suites stand below and cannot import. */
  plugins(): readonly Plugin<never>[];
  /** The SQL type of texts that are equal whatever the case of their letters. */
  readonly caseless: string;
  /** Makes a knex instance, which knows of no dialect, for the shelves of these suites to run on; on the dialect when left out. */
  generic?(): Knex | Promise<Knex>;
  /** Rows can be numbered within each parent's, so that one query limits them for all; true when left out. */
  readonly windowFunctions?: boolean;
  /** A column can be compared with an integer that it cannot hold; true when left out. */
  readonly widerIntegers?: boolean;
  /** How many queries the dialect needs for one relation of so many parents. */
  queriesFor(parents: number): number;
}

export type Row = Record<string, unknown>;

/** A related model or collection, as the tests look at it: relations are tested here as they are without types. */
export interface Related {
  readonly length: number;
  readonly models: Entity[];
  readonly pivot: Entity | undefined;
  fetch(options?: object): Promise<Related | null>;
  query(build: (qb: Knex.QueryBuilder) => unknown): Related;
  destroy(options?: object): Promise<Related>;
  detach(): Promise<Related>;
  get(name: string): unknown;
  toJSON(options?: object): unknown;
}

/** What a relation method returns. */
export interface Declared extends Related {
  through(interim: EntityClass, ...keys: unknown[]): Declared;
  withPivot(columns: readonly string[]): Declared;
  orderBy(column: string, direction?: unknown, options?: object): Declared;
}

type Declare = (target: EntityClass, ...rest: unknown[]) => Declared;

/** A model with relations. */
export interface Entity {
  readonly id: unknown;
  readonly pivot: Entity | undefined;
  readonly hasOne: Declare;
  readonly hasMany: Declare;
  readonly belongsTo: Declare;
  readonly belongsToMany: Declare;
  readonly morphOne: Declare;
  readonly morphMany: Declare;
  morphTo(name: string, ...rest: unknown[]): Declared;
  get(name: string): unknown;
  related(name: string): Related;
  load(relations: unknown, options?: object): Promise<Entity>;
  save(attributes?: Row | null, options?: object): Promise<Entity>;
  toJSON(options?: object): Row;
  query(build: (qb: Knex.QueryBuilder) => unknown): Entity;
  where(condition: Row): Entity;
  orderBy(column: string): Entity;
  fetch(options?: object): Promise<Entity | null>;
  fetchAll(options?: object): Promise<EntityList>;
  whereHas(name: string, constrain?: (qb: Knex.QueryBuilder) => unknown): Entity;
  whereDoesntHave(name: string): Entity;
}

export interface EntityList {
  readonly models: Entity[];
  load(relations: unknown, options?: object): Promise<EntityList>;
  toJSON(options?: object): Row[];
}

export interface EntityClass {
  new (attributes?: Row): Entity;
  forge(attributes?: Row): Entity;
  collection(models: readonly Entity[]): EntityList;
}

/** Makes a model class. */
export function define(db: Shelf, tableName: string, members: object & ThisType<Entity> = {}): EntityClass {
  return db.Model.extend({ tableName, ...members }) as unknown as EntityClass;
}

/** Makes a shelf that has relations, on a database of its own. */
export async function openRelations(harness: RelationHarness): Promise<Shelf> {
  const knex = await harness.generic?.();
  return newShelf(harness, knex === undefined ? { dialect: await harness.dialect() } : { knex });
}

/** Runs a test on a shelf that has relations. */
export async function withRelations<T>(harness: RelationHarness, work: (db: Shelf) => Promise<T>): Promise<T> {
  const db = await openRelations(harness);
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}

/** A value, and how many statements it took. */
export async function counted<T>(db: Shelf, work: () => Promise<T>): Promise<{ value: T; queries: number }> {
  let value!: T;
  const statements = await statementsOf(db, async () => {
    value = await work();
  });
  return { value, queries: statements.length };
}

/** What one model's relation holds, by its labels: a label or null, or a list of labels. */
export function labelsOf(json: unknown, column = 'label'): unknown {
  if (Array.isArray(json)) return json.map((each) => labelsOf(each, column));
  return json === null || json === undefined ? json : (json as Row)[column];
}

/** How many queries limit one relation of so many parents. */
export function limitedQueries({ windowFunctions = true }: RelationHarness, parents: number): number {
  return windowFunctions ? 1 : parents;
}
