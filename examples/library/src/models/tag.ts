import type { PrimaryKey } from '@shelf/core';
import { db } from '../db.js';

interface TagRow {
  id: PrimaryKey<number>;
  name: string;
}

/** A word by which works are found. */
export class Tag extends db.Model<TagRow> {
  static override tableName = 'tags';

  works() {
    return this.belongsToMany('Work');
  }
}
db.model('Tag', Tag);

declare module '@shelf/registry' {
  interface Registry {
    Tag: typeof Tag;
  }
}
