import type { Session } from '../group.js';

/** What a contender can load, each the way its own manual shows; all of it as plain objects, as for a response. */
export interface GraphSession extends Session {
  /** Every user with its posts, and those with their comments. */
  nested(): Promise<object[]>;
  /** Every post with its tags, and those with the columns of the table between as `_pivot_<column>`. */
  tagged(): Promise<object[]>;
}
