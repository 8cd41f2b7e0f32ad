import type { Generated, PrimaryKey } from '@shelf/core';
import { db } from '../db.js';

interface CopyRow {
  id: PrimaryKey<number>;
  editionId: number;
  barcode: string;
  state: Generated<'in' | 'lent' | 'kept'>;
  version: Generated<number>;
}

/** A book that can be taken home: in, lent, or kept for somebody. */
export class Copy extends db.Model<CopyRow> {
  static override tableName = 'copies';
  // Two desks that lend the same copy: the second is told.
  static override optimisticLock = true;

  edition() {
    return this.belongsTo('Edition');
  }
  work() {
    return this.belongsTo('Work').through('Edition');
  }
  loans() {
    return this.hasMany('Loan');
  }
  /** The hold that it is kept for. */
  hold() {
    return this.hasOne('Hold');
  }
}
db.model('Copy', Copy);

declare module '@shelf/registry' {
  interface Registry {
    Copy: typeof Copy;
  }
}
