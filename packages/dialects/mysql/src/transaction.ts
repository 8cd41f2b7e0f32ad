import { TransactionClosedError } from '@shelf/core';
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
    return await this.query(connection, 'begin;');
  }

  override rollback(connection: object, error: unknown): Promise<unknown> {
    this.blame(error);
    return super.rollback(connection, error);
  }

  override rollbackTo(connection: object, error: unknown): Promise<unknown> {
    this.blame(error);
    return super.rollbackTo(connection, error);
  }

  /** Where the rollback itself is refused, the refusal says why there was one. */
  private blame(reason: unknown): void {
    const reject = this._rejecter;
    this._rejecter = (error) => {
      if (error instanceof TransactionClosedError && error !== reason) error.cause ??= reason;
      reject(error);
    };
  }
}

/** knex knows a level that MySQL has under another name. */
const LEVELS: Readonly<Record<string, string>> = { snapshot: 'repeatable read' };
