import type { Knex } from 'knex';
import { admit, checkBegun, control, guardEnd } from './ending.js';
import { forwards, mayBeHeard } from './hearing.js';
import { checkOut, idle, inTurn, takeBack, type Judge, type Pool } from './turns.js';

type Client = Knex.Client;
type ClientClass = abstract new (...args: never[]) => Client;

/** What a knex client does underneath; knex's typings leave `_query` out. */
interface RunningClient extends Client, Judge {
  query(connection: object, query: unknown): Promise<unknown>;
  _query(connection: object, query: unknown): Promise<unknown>;
  cancelQuery(connection?: object): void;
}

/** What knex's pool settings may ask for before a connection is used. */
interface Validation {
  readonly validate: unknown;
  readonly maxConnectionLifetimeMillis: unknown;
}

/** A statement on its way through `send`. */
interface SentQuery {
  sql: string;
  bindings: readonly unknown[];
}

/** knex's own tracing, which its `query` does. */
const TRACED = /\bknex\b|\*/.test(process.env['DEBUG'] ?? '');

/**
 * Makes a knex client class whose connections run one query at a time and whose transactions drain:
 * commit and rollback wait for queries in flight and refuse later ones, whoever sent them
 * (Shelf, `t('table')` or `t.raw`). Every dialect's client is made with it.
 *
 * @param Base a knex client class
 * @returns a subclass of it
 * @example
 * class Client extends gated(Client_SQLite3) {}
 */
export function gated<C extends ClientClass>(Base: C): C {
  const Running = Base as unknown as new (...args: unknown[]) => RunningClient;
  class Gated extends Running {
    override transaction(
      container: (t: Knex.Transaction) => unknown,
      config: unknown,
      outer: unknown,
    ): Knex.Transaction {
      const transaction: Knex.Transaction = super.transaction(
        (t: Knex.Transaction) => {
          forwards(t.client as Client, { emitters: [transaction, t], forwarders: 2, outer: this });
          guardEnd(t);
          checkBegun(t);
          return container(t);
        },
        config,
        outer,
      );
      return transaction;
    }

    /** `query` for the statements that Shelf writes: the same, but for events that nobody hears. */
    send(connection: object, query: SentQuery): Promise<unknown> {
      if (TRACED || mayBeHeard(this, 'query') || mayBeHeard(this, 'query-error')) return this.query(connection, query);
      admit(this, connection, query);
      query.bindings = this.prepBindings(query.bindings) as SentQuery['bindings'];
      query.sql = this.positionBindings(query.sql) as string;
      return this._query(connection, query);
    }

    /** Whether anybody may listen to an event of this client. */
    hears(event: string): boolean {
      return mayBeHeard(this, event);
    }

    override query(connection: object, query: unknown): Promise<unknown> {
      admit(this, connection, query);
      const send = (): Promise<unknown> => super.query(connection, query);
      return typeof query === 'string' ? control(this, connection, query, send) : send();
    }

    override _query(connection: object, query: unknown): Promise<unknown> {
      return inTurn(connection, query, () => super._query(connection, query));
    }

    /** Gives one query up: it is stopped where the driver can, and never runs where its turn has not come. */
    giveUp(connection: object, query: object): void {
      if (!takeBack(connection, query) && this.canCancelQuery) this.cancelQuery(connection);
    }

    /** A connection that nobody uses, checked out of the pool at once; see `checkOut`. */
    takeIdle(): object | undefined {
      // Who wants connections validated wants it before every use.
      const { validate, maxConnectionLifetimeMillis } = (this.config.pool ?? {}) as Partial<Validation>;
      if (validate !== undefined || maxConnectionLifetimeMillis !== undefined) return undefined;
      return checkOut(this.pool as Partial<Pool> | undefined, this);
    }

    override async destroyRawConnection(connection: object): Promise<void> {
      await idle(connection);
      await super.destroyRawConnection(connection);
    }
  }
  return Gated as unknown as C;
}
