import type { Model, ModelOf, Shelf } from '@shelf/core';

type Loose = Record<string, unknown>;

/** An author. */
export type Author = Model<Loose>;

/** The model of the authors. */
export function authors(db: Shelf): ModelOf<Loose> {
  return db.Model.extend({ tableName: 'authors' });
}

/** The model of the posts. */
export function posts(db: Shelf): ModelOf<Loose> {
  return db.Model.extend({ tableName: 'posts' });
}
