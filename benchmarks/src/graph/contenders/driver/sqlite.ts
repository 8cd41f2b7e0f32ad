import Database from 'better-sqlite3';
import sqlite3 from 'sqlite3';
import { done } from '../../../done.js';
import type { EmbeddedDriver } from '../../../drivers.js';
import type { Queries } from '../by-hand.js';
import { selectTags } from './tags.js';

/** The drivers for SQLite. */
export async function openSqlite(driver: EmbeddedDriver, filename: string): Promise<Queries> {
  const { all, close } = await openers[driver](filename);
  return {
    usersUpTo: (id) => all('select * from users where id <= ?', [id]),
    postsUpTo: (id) => all('select * from posts where id <= ?', [id]),
    postsOf: (ids) => all(`select * from posts where user_id in (${marks(ids)})`, ids),
    commentsOf: (ids) => all(`select * from comments where post_id in (${marks(ids)})`, ids),
    tagsOf: (ids) => all(`${selectTags} where posts_tags.post_id in (${marks(ids)})`, ids),
    close,
  };
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ');
}

interface Opened {
  all<T>(sql: string, values: readonly unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

const openers: Readonly<Record<EmbeddedDriver, (filename: string) => Promise<Opened>>> = {
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
