import type { Scenario } from '../../group.js';
import { checksum } from '../checksum.js';
import type { User } from '../schema.js';
import type { UserSession } from '../session.js';
import { fetch } from './fetch.js';

/** Fetches a whole table and makes plain objects of it, as for a response. */
export const toJson: Scenario<UserSession> = {
  ...fetch,
  name: 'to-json',
  title: 'the same, then toJSON',
  reference: { embedded: 'all, converted by hand, {...row}', server: 'query(text), {...row}' },
  limits: { sqlite3: 1.15, 'better-sqlite3': 1.3 },
  work: async (session) => session.toJSON(await session.fetchAll()),
  fingerprint: ({ result }) => checksum(result as User[]),
};
