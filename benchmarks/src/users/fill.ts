import type { Database } from '../databases/database.js';
import { checksum } from './checksum.js';
import { conversions, type StoredUser } from './contenders/conversions.js';
import { createTable, type NewUser } from './schema.js';

/** Creates the table with these users in it. */
export function fill(database: Database, users: readonly NewUser[]): Promise<void> {
  return database.fill(createTable(database.driver), { users });
}

/** The checksum of what a database holds. */
export async function checksumOfDatabase({ driver, all }: Database): Promise<number> {
  const users = (await all('select * from users order by id')) as StoredUser[];
  return checksum(users.map(conversions[driver].decode));
}
