import type { Session } from '../group.js';

/** What a contender can load, each the way its own manual shows; all of it as plain objects, as for a response. */
export interface GraphSession extends Session {
  /** Every user up to an id with its posts, and those with their comments. */
  nested(lastUser: number): Promise<object[]>;
  /** Every post up to an id with its tags, and those with the columns of the table between as `_pivot_<column>`. */
  tagged(lastPost: number): Promise<object[]>;
}
