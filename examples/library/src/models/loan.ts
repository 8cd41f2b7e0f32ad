import type { PrimaryKey } from '@shelf/core';
import { db } from '../db.js';
import { DAY } from '../terms.js';

interface LoanRow {
  id: PrimaryKey<number>;
  copyId: number;
  memberId: number;
  lentAt: Date;
  dueAt: Date;
  returnedAt: Date | null;
}

/** A copy at a member's home, now or once. */
export class Loan extends db.Model<LoanRow> {
  static override tableName = 'loans';
  static override virtuals: object = ['isOpen'];

  get isOpen(): boolean {
    return !this.has('returnedAt');
  }

  /** How many days after its due date it is, or came back; 0 within time. */
  daysLate(at: Date): number {
    const late = (this.get('returnedAt') ?? at).getTime() - this.get('dueAt').getTime();
    return Math.max(0, Math.ceil(late / DAY));
  }

  copy() {
    return this.belongsTo('Copy');
  }
  member() {
    return this.belongsTo('Member');
  }
  fine() {
    return this.hasOne('Fine');
  }
}
db.model('Loan', Loan);

declare module '@shelf/registry' {
  interface Registry {
    Loan: typeof Loan;
  }
}
