import { Stranger } from './stranger.js';

let stranger: Stranger;
beforeAll(() => {
  stranger = new Stranger();
});
afterAll(() => stranger.remove());

const SHELF = `createShelf({ dialect: sqlite({ filename: ':memory:', driver: 'better-sqlite3' }), plugins: [relations(), registry()] })`;

/** Makes the tables, a row or two, and prints both ends of the relation. */
const PROGRAM = `
  await db.knex.schema.createTable('authors', (t) => { t.increments('id'); t.string('name'); });
  await db.knex.schema.createTable('books', (t) => { t.increments('id'); t.string('title'); t.integer('author_id'); });
  const author = await db.model('Author').forge({ name: 'Ada' }).save();
  await author.books().create({ title: 'Notes' });
  const found = await db.model('Author').fetchAll({ withRelated: ['books.author'] });
  console.log(JSON.stringify(found));
  await db.destroy();
`;
const PRINTED =
  '[{"id":1,"name":"Ada","books":[{"id":1,"title":"Notes","author_id":1,"author":{"id":1,"name":"Ada"}}]}]\n';

const esm = {
  'db.mjs': `
    import { createShelf } from '@shelf/core';
    import { registry } from '@shelf/registry';
    import { relations } from '@shelf/relations';
    import { sqlite } from '@shelf/sqlite';
    export const db = ${SHELF};`,
  // Each imports the other: whichever comes first finds the other's class not there yet.
  'author.mjs': `
    import { db } from './db.mjs';
    import { Book } from './book.mjs';
    export class Author extends db.Model {
      static tableName = 'authors';
      books() { return this.hasMany('Book'); }
      static other = () => Book;
    }
    db.model('Author', Author);`,
  'book.mjs': `
    import { db } from './db.mjs';
    import { Author } from './author.mjs';
    export class Book extends db.Model {
      static tableName = 'books';
      author() { return this.belongsTo('Author'); }
      static other = () => Author;
    }
    db.model('Book', Book);`,
};

const cjs = {
  'db.cjs': `
    const { createShelf } = require('@shelf/core');
    const { registry } = require('@shelf/registry');
    const { relations } = require('@shelf/relations');
    const { sqlite } = require('@shelf/sqlite');
    module.exports = ${SHELF};`,
  'author.cjs': `
    const db = require('./db.cjs');
    const Book = require('./book.cjs');
    module.exports = db.model('Author', { tableName: 'authors', books() { return this.hasMany('Book'); } });`,
  'book.cjs': `
    const db = require('./db.cjs');
    const Author = require('./author.cjs');
    module.exports = db.model('Book', { tableName: 'books', author() { return this.belongsTo('Author'); } });`,
};

describe('files that import each other in both directions', () => {
  test.each(['author', 'book'])('as ES modules, %s first', (first) => {
    const main = `import './${first}.mjs';\nimport { db } from './db.mjs';\n${PROGRAM}`;
    expect(stranger.run('main.mjs', { ...esm, 'main.mjs': main })).toBe(PRINTED);
  });

  test.each(['author', 'book'])('as CommonJS, %s first', (first) => {
    const main = `require('./${first}.cjs');\nconst db = require('./db.cjs');\n(async () => {${PROGRAM}})();`;
    expect(stranger.run('main.cjs', { ...cjs, 'main.cjs': main })).toBe(PRINTED);
  });
});

describe('files that are loaded when they are needed', () => {
  const files = Object.fromEntries(
    Object.entries(cjs).map(([name, text]) => [
      name === 'db.cjs' ? name : `models/${name}`,
      text.replaceAll('./db.cjs', '../db.cjs').replace(/.*require\('.\/(author|book).cjs'\).*\n/, ''),
    ]),
  );
  const lazily = (resolve: string): string => `
    const db = require('./db.cjs');
    const asked = [];
    db.resolve = (name) => { asked.push(name); ${resolve} };
    (async () => {${PROGRAM}; console.log(asked.join());})();`;

  test('by what resolve returns', () => {
    const main = lazily("return require('./models/' + name.toLowerCase() + '.cjs');");
    expect(stranger.run('main.cjs', { ...files, 'main.cjs': main })).toBe(`${PRINTED}Author,Book\n`);
  });

  test('by what the file that resolve loads defines', () => {
    const main = lazily("require('./models/' + name.toLowerCase() + '.cjs');");
    expect(stranger.run('main.cjs', { ...files, 'main.cjs': main })).toBe(`${PRINTED}Author,Book\n`);
  });
});
