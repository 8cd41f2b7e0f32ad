import type { PrimaryKey } from '@shelf/core';
import { db } from '../db.js';

interface FineRow {
  id: PrimaryKey<number>;
  loanId: number;
  cents: number;
  paidAt: Date | null;
}

/** What a loan that came back late costs. */
export class Fine extends db.Model<FineRow> {
  static override tableName = 'fines';
  static override virtuals: object = ['amount'];

  get amount(): string {
    return `€ ${(this.get('cents') / 100).toFixed(2)}`;
  }

  loan() {
    return this.belongsTo('Loan');
  }
}
db.model('Fine', Fine);

declare module '@shelf/registry' {
  interface Registry {
    Fine: typeof Fine;
  }
}
