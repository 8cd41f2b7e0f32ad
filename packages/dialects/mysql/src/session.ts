import { ConnectionLostError, SerializationFailureError, TransactionClosedError } from '@shelf/core';
import type { Connection, TypedParameter } from 'mysql2';
import { discardConnection } from './connect.js';
import { isSerializationFailure } from './faults.js';
import { identityOf } from './identity.js';
import type { Settings } from './options.js';
import { outlineOf } from './outlines.js';
import { ask, isInTransaction, saysInTransaction, type Response } from './send.js';
import { Sender, type Query } from './sender.js';
import type { Outline } from './sql.js';

interface DriverError {
  readonly errno?: number;
  readonly fatal?: boolean;
}

const NO_SUCH_SAVEPOINT = 1305;
/** After such an error a transaction that is no more was rolled back: a lock in time, a deadlock, a row changed meanwhile. */
const ROLLED_BACK: ReadonlySet<number | undefined> = new Set([1020, 1205, 1213, 1614]);

/**
 * One connection at work: runs its queries, and notices when the server itself has ended a transaction. The gate sees to it that queries come one at a time.
 */
export class Session {
  readonly #connection: Connection;
  readonly #sender: Sender;
  /** `lost`: the server has ended it, as the error in `#cause` showed. */
  #transaction: 'none' | 'open' | 'lost' = 'none';
  #cause: unknown;
  /** How the next transaction is to be, and how the one that is open was begun. */
  #characteristics: string | undefined;
  #beginning: readonly string[] = [];
  /** The statement that committed what the open transaction had done until then. */
  #committedBy: string | undefined;
  /** What tells it apart from a connection of the same number to another server; undefined where that is not known. */
  readonly #identity: string | undefined;
  /** Ends when a cancelled query is sure to have taken no other with it. */
  #cancelling: Promise<void> | undefined;
  #giveUpCancelling: () => void = () => undefined;

  constructor(connection: Connection, settings: Settings, types: TypedParameter, identity?: string) {
    this.#connection = connection;
    this.#identity = identity;
    this.#sender = new Sender(connection, settings, types);
  }

  /** Runs one query. */
  async run(query: Query): Promise<Query> {
    const outline = outlineOf(query.sql);
    try {
      if (this.#transaction === 'none' && outline.kind === 'other') return await this.#sender.send(query, outline);
      return await this.#runInTransaction(query, outline);
    } finally {
      // It must not reach the next query.
      if (this.#cancelling !== undefined) await this.#cancelling;
    }
  }

  /** The whole text of a query, its values written in. */
  textOf(query: Query): string {
    return this.#sender.textOf(query);
  }

  /** Stops the query that runs, from another connection; the connection is broken where that one leads to another server. */
  cancel(open: () => Promise<Connection>): Promise<void> {
    if (this.#cancelling === undefined) {
      const givenUp = new Promise<void>((resolve) => (this.#giveUpCancelling = resolve));
      this.#cancelling = Promise.race([this.#kill(open, givenUp), givenUp]).finally(() => {
        this.#cancelling = undefined;
      });
    }
    return this.#cancelling;
  }

  /** Waits no longer for a query to be stopped: its connection is broken. */
  giveUpCancelling(): void {
    this.#giveUpCancelling();
  }

  async #kill(open: () => Promise<Connection>, givenUp: Promise<void>): Promise<void> {
    const { threadId } = this.#connection;
    try {
      const other = await open();
      void givenUp.then(() => discardConnection(other, new ConnectionLostError('The query was not stopped in time')));
      try {
        // Behind a balancer, another server has a connection of that number too, which is somebody else's.
        if (this.#identity === undefined || (await identityOf(other, threadId)) !== this.#identity)
          return this.#break();
        await ask(other, `kill query ${threadId}`);
      } finally {
        other.end();
      }
      await ask(this.#connection, 'do 0');
    } catch {
      // The query ends by itself, or its connection is gone; a kill that came too late has hit the `do 0`.
    }
  }

  #break(): void {
    const why = 'The query could not be stopped, since the server was reached no more, and its connection was given up';
    discardConnection(this.#connection, new ConnectionLostError(why));
  }

  async #runInTransaction(query: Query, outline: Outline): Promise<Query> {
    if (this.#transaction === 'lost') return this.#refuse(query, outline);
    switch (outline.kind) {
      case 'characteristics':
        await this.#sender.send(query, outline);
        this.#characteristics = query.sql;
        return query;
      case 'begin':
        return await this.#begin(query, outline);
      case 'commit':
      case 'rollback':
        return await this.#end(query, outline);
      default:
        return await this.#runWithin(query, outline);
    }
  }

  async #begin(query: Query, outline: Outline): Promise<Query> {
    await this.#sender.send(query, outline);
    this.#committedBy = this.#transaction === 'open' ? query.sql : undefined;
    this.#transaction = 'open';
    this.#beginning = this.#characteristics === undefined ? [query.sql] : [this.#characteristics, query.sql];
    this.#characteristics = undefined;
    return query;
  }

  async #end(query: Query, outline: Outline): Promise<Query> {
    const committedBy = this.#committedBy;
    try {
      await this.#sender.send(query, outline);
    } catch (error) {
      // Nothing may stay open on a connection that goes back to the pool.
      if (outline.kind === 'commit') await ask(this.#connection, 'rollback').catch(() => undefined);
      throw error;
    } finally {
      this.#transaction = 'none';
      this.#committedBy = undefined;
    }
    if (outline.kind === 'rollback' && committedBy !== undefined) throw notUndone(committedBy);
    return query;
  }

  /** Runs a query of an open transaction, and looks whether it is open still. */
  async #runWithin(query: Query, outline: Outline): Promise<Query> {
    try {
      await this.#sender.send(query, outline);
    } catch (error) {
      if (this.#committedBy !== undefined && (error as DriverError).errno === NO_SUCH_SAVEPOINT)
        return withoutSavepoint(query, this.#committedBy);
      await this.#lookAfter(error, query, outline);
      throw error;
    }
    if (outline.preparable) return query;
    const isOpen = saysInTransaction((query.response as Response)[0]) ?? (await isInTransaction(this.#connection));
    if (!isOpen) await this.#beginAgain(query);
    return query;
  }

  /** After an error: a deadlock, say, makes the server roll back the whole transaction, and what came next would run outside. */
  async #lookAfter(error: unknown, query: Query, { preparable }: Outline): Promise<void> {
    if ((error as DriverError).fatal === true) return;
    try {
      if (await isInTransaction(this.#connection)) return;
    } catch {
      // The connection is gone, and its transaction with it.
      return;
    }
    if (!preparable && !ROLLED_BACK.has((error as DriverError).errno)) return await this.#beginAgain(query);
    this.#transaction = 'lost';
    this.#cause = error;
  }

  /** After a statement that commits by itself: what comes next is to be committed or rolled back together, as before. */
  async #beginAgain({ sql }: Query): Promise<void> {
    this.#committedBy ??= sql;
    try {
      for (const each of this.#beginning) await ask(this.#connection, each);
    } catch (error) {
      this.#transaction = 'lost';
      this.#cause = error;
    }
  }

  /** Refuses a query in a transaction that the server has ended; only a rollback has nothing left to do. */
  #refuse(query: Query, { kind }: Outline): Query {
    const cause = this.#cause;
    if (kind === 'commit' || kind === 'rollback') this.#transaction = 'none';
    if (/^\s*rollback\b/i.test(query.sql)) {
      query.response = [[], []];
      return query;
    }
    // Who has caught it may run the whole again all the same.
    if (isSerializationFailure(cause)) throw new SerializationFailureError((cause as Error).message, { cause });
    throw new TransactionClosedError(
      `The server has ended the whole transaction, because a query in it failed: ${(cause as Error).message}`,
      { cause },
    );
  }
}

/** What is said where a rollback comes too late. */
function notUndone(sql: string): TransactionClosedError {
  return new TransactionClosedError(
    `Not everything is rolled back: MySQL has committed the transaction when it came to '${sql.slice(0, 200)}', as it does ` +
      `before it makes or changes a table. What was done up to there stays; what came after it is undone`,
  );
}

/** The answer to whoever ends a savepoint that went when the transaction was committed: there is nothing to release, nor to go back to. */
function withoutSavepoint(query: Query, committedBy: string): Query {
  if (!/^\s*release\b/i.test(query.sql)) throw notUndone(committedBy);
  query.response = [[], []];
  return query;
}
