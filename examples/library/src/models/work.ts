import type { PrimaryKey } from '@shelf/core';
import { db } from '../db.js';

interface WorkRow {
  id: PrimaryKey<number>;
  authorId: number;
  title: string;
}

/** What an author wrote, in however many editions. */
export class Work extends db.Model<WorkRow> {
  static override tableName = 'works';

  author() {
    return this.belongsTo('Author');
  }
  editions() {
    return this.hasMany('Edition');
  }
  copies() {
    return this.hasMany('Copy').through('Edition');
  }
  /** Those that wait, the longest waiting first. */
  holds() {
    return this.hasMany('Hold').orderBy('id');
  }
  tags() {
    return this.belongsToMany('Tag');
  }
  notes() {
    return this.morphMany('Note', 'subject');
  }

  /** What notes call it. */
  label(): string {
    return this.get('title');
  }
}
db.model('Work', Work);

declare module '@shelf/registry' {
  interface Registry {
    Work: typeof Work;
  }
}
