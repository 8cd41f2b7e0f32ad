// Just as much of Bookshelf's types as the benchmarks use: the package has none.
declare module 'bookshelf' {
  import type { Knex } from 'knex';

  interface Options {
    transacting?: Knex.Transaction;
  }

  interface Model {
    attributes: object;
    set(attributes: object): this;
    fetch(options?: Options): Promise<this>;
    save(attributes?: object | null, options?: Options): Promise<this>;
    fetchAll(options?: { withRelated?: string[] }): Promise<Collection>;
    toJSON(): object;
    hasMany(target: ModelClass): Collection;
    belongsToMany(target: ModelClass): Collection;
  }

  interface Collection {
    toJSON(): object[];
    withPivot(columns: string[]): this;
  }

  interface ModelClass {
    new (attributes?: object): Model;
    extend(properties: object): ModelClass;
    where(column: string, operator: string, value: number): Model;
    fetchAll(options?: { withRelated?: string[] }): Promise<Collection>;
  }

  interface Bookshelf {
    Model: ModelClass;
    transaction(work: (trx: Knex.Transaction) => Promise<void>): Promise<void>;
  }

  export type { Collection, Model };
  export default function bookshelf(knex: Knex): Bookshelf;
}
