import { eq } from 'drizzle-orm';
import { boolean, datetime, double, int, mysqlTable, varchar } from 'drizzle-orm/mysql-core';
import { drizzle } from 'drizzle-orm/mysql2';
import mysql from 'mysql2/promise';
import { mysqlConnection } from '../../../connect/mysql.js';
import { poolSize } from '../../../connect/pool.js';
import { birthday, type User } from '../../schema.js';
import type { UserSession } from '../../session.js';
import { only } from './only.js';

const users = mysqlTable('users', {
  id: int().primaryKey().autoincrement(),
  name: varchar({ length: 100 }).notNull(),
  email: varchar({ length: 200 }).notNull(),
  age: int().notNull(),
  active: boolean().notNull(),
  score: double().notNull(),
  created_at: datetime({ fsp: 3 }).notNull(),
  updated_at: datetime({ fsp: 3 }).notNull(),
});

/** Drizzle over `mysql2`. */
export function openMariadb(address: string): UserSession<User, User[]> {
  const pool = mysql.createPool({ ...mysqlConnection(address), connectionLimit: poolSize });
  const db = drizzle({ client: pool });

  return {
    fetchAll: async () => db.select().from(users),
    toJSON: (found) => found.map((user) => ({ ...user })),
    toPlain: (user) => user,

    async fetchEach(ids) {
      const found: User[] = [];
      for (const id of ids) found.push(only(await db.select().from(users).where(eq(users.id, id))));
      return found;
    },

    insertEach: (all) =>
      db.transaction(async (tx) => {
        for (const user of all) await tx.insert(users).values(user);
      }),

    updateEach: (ids) =>
      db.transaction(async (tx) => {
        for (const id of ids) {
          const user = only(await tx.select().from(users).where(eq(users.id, id)));
          await tx.update(users).set(birthday(user)).where(eq(users.id, id));
        }
      }),

    close: () => pool.end(),
  };
}
