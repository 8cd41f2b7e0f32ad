import type { Generated, PrimaryKey } from '@shelf/core';
import { db } from '../db.js';
import { Refusal } from '../refusal.js';

interface MemberRow {
  id: PrimaryKey<number>;
  name: string;
  email: string;
  card: string;
  deletedAt: Generated<Date | null>;
}

/** Who may borrow. */
export class Member extends db.Model<MemberRow> {
  static override tableName = 'members';
  // Nobody else's business, wherever a member is shown.
  static override hidden = ['email', 'card', 'deletedAt'];
  static override virtuals: object = ['shortCard'];
  static override softDelete = { cascade: ['holds'] };

  override initialize(): void {
    this.on('saving', this.checkEmail);
  }

  /** The end of the card's number, to tell two members of one name apart. */
  get shortCard(): string {
    return this.has('card') ? `…${this.get('card').slice(-4)}` : '';
  }

  loans() {
    return this.hasMany('Loan');
  }
  holds() {
    return this.hasMany('Hold');
  }
  fines() {
    return this.hasMany('Fine').through('Loan');
  }
  notes() {
    return this.morphMany('Note', 'subject');
  }

  /** What notes call it. */
  label(): string {
    return this.get('name');
  }

  /** A handler that throws refuses the save. */
  private checkEmail(): void {
    if (this.has('email') && !/^\S+@\S+$/.test(this.get('email'))) throw new Refusal('That is no e-mail address');
  }
}
db.model('Member', Member);

declare module '@shelf/registry' {
  interface Registry {
    Member: typeof Member;
  }
}
