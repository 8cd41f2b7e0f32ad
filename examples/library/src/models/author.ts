import type { PrimaryKey } from '@shelf/core';
import { db } from '../db.js';

interface AuthorRow {
  id: PrimaryKey<number>;
  name: string;
}

/** Who wrote a work. */
export class Author extends db.Model<AuthorRow> {
  static override tableName = 'authors';

  works() {
    return this.hasMany('Work');
  }
  editions() {
    return this.hasMany('Edition').through('Work');
  }
}
db.model('Author', Author);

declare module '@shelf/registry' {
  interface Registry {
    Author: typeof Author;
  }
}
