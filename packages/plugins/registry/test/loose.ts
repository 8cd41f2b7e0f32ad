import { createShelf, type Shelf } from '@shelf/core';
import { relations } from '@shelf/relations';
import { sqlite } from '@shelf/sqlite';
import { registry } from '../src/index.js';

/** A model, as tests look at it that no types check: names are data here. */
export interface Entity {
  readonly id: number;
  readonly length: number;
  get(name: string): unknown;
  related(name: string): Entity;
  save(): Promise<Entity>;
  fetch(options?: object): Promise<Entity>;
  create(attributes: object): Promise<Entity>;
  attach(ids: unknown): Promise<Entity>;
  pluck(name: string): unknown[];
  toJSON(): Record<string, unknown>;
  hasOne(...args: unknown[]): Declared;
  hasMany(...args: unknown[]): Declared;
  belongsTo(...args: unknown[]): Declared;
  belongsToMany(...args: unknown[]): Declared;
  morphOne(...args: unknown[]): Declared;
  morphMany(...args: unknown[]): Declared;
  morphTo(...args: unknown[]): Declared;
}

/** What a relation method returns. */
export interface Declared extends Entity {
  through(interim: unknown): Declared;
}

export interface EntityClass {
  new (attributes?: object): Entity;
  readonly name: string;
  readonly tableName: string;
  forge(attributes?: object): Entity;
  fetchAll(options?: object): Promise<{ toJSON(): Record<string, unknown>[] }>;
  whereHas(
    name: string,
    build?: (qb: { where(name: string, value: unknown): unknown }) => unknown,
  ): { fetchAll(): Promise<Entity> };
}

type Define = (name: unknown, definition?: unknown, classProps?: object) => EntityClass;

export interface LooseShelf extends Omit<Shelf, 'model' | 'collection' | 'resolve'> {
  readonly model: Define;
  readonly collection: Define;
  resolve: (name: string) => unknown;
}

/** Members of a model class made by `extend`. */
export type Members = object & ThisType<Entity>;

const open: Shelf[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((db) => db.destroy()));
});

/** A shelf with relations and the registry, closed after the test. */
export function newShelf(): LooseShelf {
  const plugins = [relations(), registry()];
  const db = createShelf({ dialect: sqlite({ filename: ':memory:', driver: 'better-sqlite3' }), plugins });
  open.push(db);
  return db;
}
