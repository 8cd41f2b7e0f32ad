import type { PrimaryKey } from '@shelf/core';
import { db } from '../db.js';

interface NoteRow {
  id: PrimaryKey<number>;
  subjectType: string;
  subjectId: number;
  text: string;
}

/** What the staff should know of a work or a member. */
export class Note extends db.Model<NoteRow> {
  static override tableName = 'notes';

  subject() {
    return this.morphTo('subject', 'Work', 'Member');
  }
}
db.model('Note', Note);

declare module '@shelf/registry' {
  interface Registry {
    Note: typeof Note;
  }
}
