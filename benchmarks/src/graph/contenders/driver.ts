import Database from 'better-sqlite3';
import sqlite3 from 'sqlite3';
import { done } from '../../done.js';
import type { Driver } from '../../drivers.js';
import type { Contender } from '../../group.js';
import type { GraphSession } from '../session.js';
import { byHand } from './by-hand.js';

/** The reference: the driver alone, in code written by hand for these tables. */
export const driver: Contender<GraphSession> = {
  name: 'driver',

  async open(name, filename) {
    const { all, close } = await openers[name](filename);
    return byHand({
      users: () => all('select * from users', []),
      posts: () => all('select * from posts', []),
      postsOf: (ids) => all(`select * from posts where user_id in (${marks(ids)})`, ids),
      commentsOf: (ids) => all(`select * from comments where post_id in (${marks(ids)})`, ids),
      tagsOf: (ids) => all(`${selectTags} where posts_tags.post_id in (${marks(ids)})`, ids),
      close,
    });
  },
};

const selectTags = `
  select tags.*, posts_tags.post_id as _pivot_post_id, posts_tags.tag_id as _pivot_tag_id, posts_tags.weight as _pivot_weight
  from tags inner join posts_tags on posts_tags.tag_id = tags.id`;

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ');
}

interface Opened {
  all<T>(sql: string, values: readonly unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

const openers: Readonly<Record<Driver, (filename: string) => Promise<Opened>>> = {
  async sqlite3(filename) {
    const db = await done<sqlite3.Database>((callback) => {
      const opened = new sqlite3.Database(filename, (error) => callback(error, opened));
    });
    return {
      all: <T>(sql: string, values: readonly unknown[]) => done<T[]>((callback) => db.all<T>(sql, values, callback)),
      close: () => done<void>((callback) => db.close(callback)),
    };
  },

  async 'better-sqlite3'(filename) {
    const db = new Database(filename);
    return {
      all: async <T>(sql: string, values: readonly unknown[]) => db.prepare<unknown[], T>(sql).all(...values),
      async close() {
        db.close();
      },
    };
  },
};
