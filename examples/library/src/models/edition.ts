import type { Generated, PrimaryKey } from '@shelf/core';
import { db } from '../db.js';

interface EditionRow {
  id: PrimaryKey<number>;
  workId: number;
  isbn: string;
  year: number;
  deletedAt: Generated<Date | null>;
}

/** A work as it was printed. */
export class Edition extends db.Model<EditionRow> {
  static override tableName = 'editions';
  // One that was withdrawn is no longer shown; its loans of the past still know it.
  static override softDelete = true;

  work() {
    return this.belongsTo('Work');
  }
  copies() {
    return this.hasMany('Copy');
  }
}
db.model('Edition', Edition);

declare module '@shelf/registry' {
  interface Registry {
    Edition: typeof Edition;
  }
}
