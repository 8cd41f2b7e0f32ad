import type { Generated, PrimaryKey } from '@shelf/core';
import { db } from '../db.js';

interface HoldRow {
  id: PrimaryKey<number>;
  workId: number;
  memberId: number;
  copyId: number | null;
  deletedAt: Generated<Date | null>;
}

/** A member waits for a work. */
export class Hold extends db.Model<HoldRow> {
  static override tableName = 'holds';
  // Done with once the work was lent, or its member has left.
  static override softDelete = true;

  work() {
    return this.belongsTo('Work');
  }
  member() {
    return this.belongsTo('Member');
  }
  /** The copy that is kept for it, once one has come back. */
  copy() {
    return this.belongsTo('Copy');
  }
}
db.model('Hold', Hold);

declare module '@shelf/registry' {
  interface Registry {
    Hold: typeof Hold;
  }
}
