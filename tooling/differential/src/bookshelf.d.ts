declare module 'bookshelf' {
  import type { Knex } from 'knex';

  /** Makes a Bookshelf; it has no types of its own, and here it is used by those of Shelf. */
  export default function bookshelf(knex: Knex): unknown;
}
