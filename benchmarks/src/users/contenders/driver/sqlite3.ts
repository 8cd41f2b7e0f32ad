import sqlite3 from 'sqlite3';
import { done } from '../../../done.js';
import { birthday, type User } from '../../schema.js';
import type { StoredUser } from '../conversions.js';
import { decode, insert, selectAll, selectById, update } from './sqlite-statements.js';
import type { UserSession } from '../../session.js';

/** sqlite3 by hand: its callbacks as promises, every statement prepared once. */
export async function openSqlite3(filename: string): Promise<UserSession<User, User[]>> {
  const db = await done<sqlite3.Database>((callback) => {
    const opened = new sqlite3.Database(filename, (error) => callback(error, opened));
  });
  const byId = db.prepare(selectById);
  const inserted = db.prepare(insert);
  const updated = db.prepare(update);

  const execute = (sql: string) => done<void>((callback) => db.exec(sql, callback));
  const run = (statement: sqlite3.Statement, values: unknown[]) =>
    done<void>((callback) => statement.run(values, callback));
  const get = (id: number) => done<StoredUser | undefined>((callback) => byId.get<StoredUser>(id, callback));
  /** A statement read with `get` keeps its read lock until it is reset. */
  const reset = () => done<void>((callback) => byId.reset(callback));

  async function transaction(work: () => Promise<void>) {
    await execute('begin immediate');
    await work();
    await execute('commit');
  }

  return {
    async fetchAll() {
      const rows = await done<StoredUser[]>((callback) => db.all<StoredUser>(selectAll, callback));
      for (const row of rows) decode(row);
      return rows as unknown as User[];
    },

    toJSON: (users) => users.map((user) => ({ ...user })),
    toPlain: (user) => user,

    async fetchEach(ids) {
      const users: User[] = [];
      for (const id of ids) users.push(decode(await get(id)));
      await reset();
      return users;
    },

    insertEach: (users) =>
      transaction(async () => {
        for (const user of users) {
          await run(inserted, [
            user.name,
            user.email,
            user.age,
            user.active ? 1 : 0,
            user.score,
            user.created_at.toISOString(),
            user.updated_at.toISOString(),
          ]);
        }
      }),

    updateEach: (ids) =>
      transaction(async () => {
        for (const id of ids) {
          const { age, active, updated_at } = birthday(decode(await get(id)));
          await run(updated, [age, active ? 1 : 0, updated_at.toISOString(), id]);
        }
        await reset();
      }),

    async close() {
      await Promise.all(
        [byId, inserted, updated].map((statement) =>
          done<void>((callback) => statement.finalize(() => callback(null))),
        ),
      );
      await done<void>((callback) => db.close(callback));
    },
  };
}
