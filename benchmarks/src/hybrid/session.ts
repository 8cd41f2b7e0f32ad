import type { Session } from '../group.js';

/** Reading badgers, all attributes of them; as plain objects, so that nothing is left to be unpacked later. */
export interface HybridSession extends Session {
  /** Every badger, in one query. */
  all(): Promise<object[]>;
  /** Badgers by id, one query after the other. */
  each(ids: readonly number[]): Promise<object[]>;
}
