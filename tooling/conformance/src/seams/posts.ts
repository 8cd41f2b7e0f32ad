import type { ModelOf, PrimaryKey, Scope, ScopeContext, Shelf, ShelfOptions } from '@shelf/core';
import { withShelf, type DialectSettings, type Harness } from '../harness.js';

/** A row that belongs to somebody. */
export interface PostRow {
  id: PrimaryKey<number>;
  tenant: string;
  title: string;
}

/** What one test of a seam gets. */
export interface Blog {
  readonly db: Shelf;
  readonly Post: ModelOf<PostRow>;
  /** All titles that are really stored, whoever they belong to. */
  titles(): Promise<string[]>;
}

/** The scope of one tenant, which notes what it is asked. */
export function tenancy(tenant: string, seen: ScopeContext[] = []): Scope {
  return {
    name: 'tenancy',
    constrain(query, context) {
      seen.push(context);
      void query.where(`${context.table}.tenant`, tenant);
    },
    stamp(_, context) {
      seen.push(context);
      return { tenant };
    },
  };
}

/** Two posts of each of two tenants: ids 1 and 2 are of `a`, 3 and 4 of `b`. */
const POSTS: readonly Omit<PostRow, 'id'>[] = [
  { tenant: 'a', title: 'a1' },
  { tenant: 'a', title: 'a2' },
  { tenant: 'b', title: 'b1' },
  { tenant: 'b', title: 'b2' },
];

/** Runs a test on a table of posts. */
export function withBlog<T>(
  harness: Harness,
  work: (blog: Blog) => Promise<T>,
  options: Omit<ShelfOptions, 'dialect'> = {},
  settings: DialectSettings = {},
): Promise<T> {
  const onShelf = async (db: Shelf): Promise<T> => {
    await db.knex.schema.createTable('posts', (table) => {
      table.increments('id');
      table.string('tenant');
      table.string('title').unique();
    });
    await db.knex('posts').insert([...POSTS]);
    const Post = db.Model.of<PostRow>().extend({ tableName: 'posts' }) as ModelOf<PostRow>;
    return work({ db, Post, titles: () => db.knex('posts').orderBy('id').pluck('title') });
  };
  return withShelf(harness, onShelf, options, settings);
}
