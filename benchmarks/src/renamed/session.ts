import type { Session } from '../group.js';

/** Reading users as plain objects, under whatever names. */
export interface RenamedSession extends Session {
  /** Every user, in one query. */
  all(): Promise<object[]>;
  /** Users by id, one query after the other. */
  each(ids: readonly number[]): Promise<object[]>;
}
