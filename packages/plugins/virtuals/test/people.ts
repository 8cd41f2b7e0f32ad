import { createShelf, type Plugin, type PrimaryKey, type Shelf } from '@shelf/core';
import { sqlite } from '@shelf/sqlite';
import { virtuals } from '../src/index.js';

export interface PersonRow {
  id: PrimaryKey<number>;
  first: string | null;
  last: string | null;
  email: string | null;
}

const shelves: Shelf[] = [];

afterEach(async () => {
  await Promise.all(shelves.splice(0).map((db) => db.destroy()));
});

/** A shelf with the plugin, on a database without tables. */
export function newShelf(plugins: readonly Plugin[] = [virtuals()]): Shelf {
  const db = createShelf({ dialect: sqlite({ filename: ':memory:' }), plugins });
  shelves.push(db);
  return db;
}

/** A shelf with a table of people, whose full names are virtual, and every statement that is sent. */
export async function people(plugins?: readonly Plugin[]) {
  const db = newShelf(plugins);
  await db.knex.schema.createTable('people', (t) => {
    t.increments('id');
    t.string('first');
    t.string('last');
    t.string('email');
  });
  class Person extends db.Model<PersonRow> {
    static override tableName = 'people';
    static override virtuals = ['fullName', 'initials'];
    get fullName(): string {
      return [this.get('first'), this.get('last')].join(' ');
    }
    set fullName(name: string) {
      if (name === '') throw new Error('A name must not be empty');
      const [first = '', last = ''] = name.split(' ');
      this.set({ first, last });
    }
    get initials(): string {
      return this.get('fullName').replaceAll(/(\w)\w*\s?/g, '$1');
    }
  }
  const statements: { sql: string; bindings: readonly unknown[] }[] = [];
  db.on('query', ({ sql, bindings }) => void statements.push({ sql, bindings }));
  return { db, Person, statements };
}
