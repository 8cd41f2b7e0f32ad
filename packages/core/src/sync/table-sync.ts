import type { Knex } from 'knex';
import type { CallOptions, Row, Syncing } from '../instance.js';
import type { Sync } from '../sync.js';
import { Action } from './action.js';
import { countRows } from './count.js';
import { deleteRows } from './delete.js';
import { insertRow } from './insert.js';
import { selectRows } from './select.js';
import { updateRows } from './update.js';

/** The Sync of models and collections that live in a table: each action is one line into its own file. */
export class TableSync implements Sync {
  readonly action: Action;

  constructor(syncing: Syncing, options: CallOptions, query?: Knex.QueryBuilder, refused?: Error) {
    this.action = new Action(syncing, options, query, refused);
  }

  get query(): Knex.QueryBuilder {
    return this.action.query;
  }

  set query(builder: Knex.QueryBuilder) {
    this.action.query = builder;
  }

  select(): Promise<Row[]> {
    return selectRows(this.action, 'select');
  }

  first(attributes: Row): Promise<Row[]> {
    return selectRows(this.action, 'first', attributes);
  }

  count(column?: string): Promise<number> {
    return countRows(this.action, column);
  }

  insert(attributes: Row): Promise<unknown[]> {
    return insertRow(this.action, attributes);
  }

  update(attributes: Row): Promise<number> {
    return updateRows(this.action, attributes);
  }

  delete(): Promise<number> {
    return deleteRows(this.action);
  }

  del(): Promise<number> {
    return this.delete();
  }
}
