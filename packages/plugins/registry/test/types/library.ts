// Models that know of each other by name, in both forms, and a collection; none imports another, and none is annotated.
import { createShelf, type Generated } from '@shelf/core';
import { relations } from '@shelf/relations';
import { registry } from '@shelf/registry';

export const db = createShelf({ plugins: [relations(), registry()] });

export class Author extends db.Model<{ id: Generated<number>; name: string }> {
  static override tableName = 'authors';
  books() {
    return this.hasMany('Book');
  }
  own() {
    return this.hasMany('Books');
  }
  editions() {
    return this.hasMany('Edition').through('Book');
  }
  first() {
    return this.related('books').at(0);
  }
}
db.model('Author', Author);

export const Book = db.model(
  'Book',
  db.Model.of<{ id: Generated<number>; title: string; author_id: number }>().extend({
    tableName: 'books',
    author() {
      return this.belongsTo('Author');
    },
    editions() {
      return this.hasMany('Edition');
    },
    readers() {
      return this.belongsToMany('Author').withPivot(['since']);
    },
  }),
);

export const Edition = db.model('Edition', {
  tableName: 'editions',
  book() {
    return this.belongsTo('Book');
  },
  subject() {
    return this.morphTo('subject', 'Author', ['Book', 'books']);
  },
  shout() {
    return this.get('name');
  },
});

export class Books extends db.Collection<InstanceType<typeof Book>> {
  static override model = Book;
  titles() {
    return this.pluck('title');
  }
}
db.collection('Books', Books);

export const Authors = db.collection('Authors', {
  model: Author,
  names() {
    return this.pluck('name');
  },
});

declare module '@shelf/registry' {
  interface Registry {
    Author: typeof Author;
    Book: typeof Book;
    Edition: typeof Edition;
  }
  interface CollectionRegistry {
    Books: typeof Books;
    Authors: typeof Authors;
  }
}
