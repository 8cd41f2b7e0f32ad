import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { boolean, doublePrecision, integer, pgTable, timestamp, varchar } from 'drizzle-orm/pg-core';
import { Pool } from 'pg';
import { poolSize } from '../../../connect/pool.js';
import { birthday, type User } from '../../schema.js';
import type { UserSession } from '../../session.js';
import { only } from './only.js';

const users = pgTable('users', {
  id: integer().primaryKey().generatedByDefaultAsIdentity(),
  name: varchar({ length: 100 }).notNull(),
  email: varchar({ length: 200 }).notNull(),
  age: integer().notNull(),
  active: boolean().notNull(),
  score: doublePrecision().notNull(),
  created_at: timestamp({ withTimezone: true }).notNull(),
  updated_at: timestamp({ withTimezone: true }).notNull(),
});

/** Drizzle over `pg`. */
export function openPostgres(connectionString: string): UserSession<User, User[]> {
  const pool = new Pool({ connectionString, max: poolSize });
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
        for (const user of all) await tx.insert(users).values(user).returning({ id: users.id });
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
