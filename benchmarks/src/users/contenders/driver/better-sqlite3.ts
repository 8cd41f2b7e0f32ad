import Database from 'better-sqlite3';
import { birthday, type User } from '../../schema.js';
import type { StoredUser } from '../conversions.js';
import { decode, insert, selectAll, selectById, update } from './sqlite-statements.js';
import type { UserSession } from '../../session.js';

/** better-sqlite3 by hand: synchronous, every statement prepared once. */
export async function openBetterSqlite3(filename: string): Promise<UserSession<User, User[]>> {
  const db = new Database(filename);
  const all = db.prepare<[], StoredUser>(selectAll);
  const byId = db.prepare<[number], StoredUser>(selectById);
  const inserted = db.prepare(insert);
  const updated = db.prepare(update);

  async function transaction(work: () => Promise<void>) {
    db.exec('begin immediate');
    await work();
    db.exec('commit');
  }

  return {
    async fetchAll() {
      const rows = all.all();
      for (const row of rows) decode(row);
      return rows as unknown as User[];
    },

    toJSON: (users) => users.map((user) => ({ ...user })),
    toPlain: (user) => user,

    async fetchEach(ids) {
      const users: User[] = [];
      for (const id of ids) users.push(decode(byId.get(id)));
      return users;
    },

    insertEach: (users) =>
      transaction(async () => {
        for (const user of users) {
          inserted.run(
            user.name,
            user.email,
            user.age,
            user.active ? 1 : 0,
            user.score,
            user.created_at.toISOString(),
            user.updated_at.toISOString(),
          );
        }
      }),

    updateEach: (ids) =>
      transaction(async () => {
        for (const id of ids) {
          const { age, active, updated_at } = birthday(decode(byId.get(id)));
          updated.run(age, active ? 1 : 0, updated_at.toISOString(), id);
        }
      }),

    async close() {
      db.close();
    },
  };
}
