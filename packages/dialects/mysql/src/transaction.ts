import KnexTransaction from 'knex/lib/dialects/mysql2/transaction.js';

/** knex's transaction, begun as MySQL has it: characteristics are separated by commas, and hold for the next transaction. */
export class MysqlTransaction extends KnexTransaction {
  override async begin(connection: object): Promise<unknown> {
    const { isolationLevel, readOnly } = this;
    const characteristics = [
      ...(isolationLevel === undefined ? [] : [`isolation level ${LEVELS[isolationLevel] ?? isolationLevel}`]),
      ...(readOnly === true ? ['read only'] : []),
    ];
    if (characteristics.length > 0) await this.query(connection, `set transaction ${characteristics.join(', ')};`);
    return this.query(connection, 'begin;');
  }
}

/** knex knows a level that MySQL has under another name. */
const LEVELS: Readonly<Record<string, string>> = { snapshot: 'repeatable read' };
