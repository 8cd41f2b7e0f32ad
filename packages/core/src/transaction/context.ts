import type { Knex } from 'knex';
import { ConnectionLostError, InvalidValueError, TransactionClosedError, type FailedQuery } from '../errors.js';
import type {
  CallOptions,
  Checkpoint,
  Evented,
  ModelInstance,
  TransactionMode,
  TransactionState,
} from '../instance.js';
import { announceKey } from '../model/attributes.js';
import { restore } from '../model/state.js';
import type { RunningClient } from '../sync/knex-client.js';
import type { Tables } from '../catalogue.js';
import { watchStatements, type OwnStatements } from '../dialect/own-statements.js';
import type { FailedHandler } from '../types/shelf-events.js';

/** The models and collections whose calls have written rows, each with the options of the first. */
type Written = Map<Evented, CallOptions>;

type Translate = (error: unknown, query?: FailedQuery) => unknown;

const NO_OPTIONS: CallOptions = Object.freeze({});

/** What is told of a transaction that has ended. */
interface Announcing {
  announce(event: 'committed' | 'rolledback', target: Evented, options: CallOptions): Promise<void>;
  run(work: () => unknown): Promise<void>;
}

/** What Shelf knows of a knex transaction, whoever started it. */
class TransactionContext implements TransactionState {
  /** Shelf's own queries in flight. */
  private running = 0;
  private idle: (() => void)[] = [];
  private ending: 'commit' | 'rollback' | undefined;
  private ended: Promise<unknown> | undefined;
  private readonly written: Written = new Map();
  private readonly undone: Written = new Map();
  /** What puts back what this transaction has changed in memory, in the order in which that was changed. */
  private readonly undos: (() => void)[] = [];
  /** What is put back by one of them. */
  private readonly kept: Set<object> = new Set();
  /** What is to be done once the outermost transaction has committed. */
  private readonly works: (() => unknown)[] = [];
  /** Resolves when the transaction has ended and the events that follow have been handled. */
  readonly settled: Promise<void>;
  connection: object | undefined;
  byHand = false;
  isLimited: boolean;
  mode: TransactionMode = {};
  readonly transaction: Knex.Transaction;
  readonly client: unknown;
  readonly parent: TransactionContext | undefined;
  tables: Tables | undefined;
  readonly own: OwnStatements;
  private readonly announcing: Announcing;
  private readonly translated: Translate;
  /** What it is rolled back for. */
  private reason: { readonly error: unknown } | undefined;

  constructor(
    transaction: Knex.Transaction,
    parent: TransactionContext | undefined,
    announcing: Announcing,
    translated: Translate,
    begun: boolean,
  ) {
    this.transaction = transaction;
    this.client = transaction.client;
    this.parent = parent;
    this.isLimited = parent?.isLimited === true;
    this.own = watchStatements(transaction, begun);
    this.own.onChange = () => this.tables?.standAlone();
    this.announcing = announcing;
    this.translated = translated;
    const { commit, rollback, executionPromise } = transaction;
    const outcome: Promise<unknown> = executionPromise.catch((error: unknown) => {
      throw this.explain(error);
    });
    // Nobody has to ask for it: who has begun the transaction is told too.
    outcome.catch(() => undefined);
    const afterCommit = (work: unknown): void => this.afterCommit(work);
    Object.assign(transaction, { executionPromise: outcome, afterCommit });
    transaction.commit = ((value?: unknown) => {
      const committed = this.end('commit', () => commit(value));
      // knex's own resolves whatever has become of the COMMIT, and the callback's promise tells; here there is none.
      if (!this.byHand || this.ending !== 'commit') return committed;
      const told = committed.then(() => outcome);
      // Who does not look is not made to.
      told.catch(() => undefined);
      return told;
    }) as typeof commit;
    transaction.rollback = ((error?: unknown) => {
      this.reason ??= { error };
      return this.end('rollback', () => rollback(error));
    }) as typeof rollback;
    this.settled = executionPromise.then(
      () => this.settle(this.ending !== 'rollback'),
      () => this.settle(false),
    );
  }

  /** What a transaction that has rejected tells: why it was rolled back, or why the database refused its end. */
  explain(error: unknown): unknown {
    const { reason } = this;
    if (reason?.error === error || isNonError(error)) return this.translated(error);
    const sql = reason === undefined ? 'COMMIT' : 'ROLLBACK';
    const refusal = this.translated(error, { sql, bindings: [] });
    // Where the connection is gone, so is all that was done on it.
    const isUndone = reason?.error !== undefined && refusal instanceof ConnectionLostError;
    return isUndone ? this.translated(reason.error) : refusal;
  }

  enter(): void {
    this.checkOpen();
    this.running++;
  }

  leave(): void {
    this.running--;
    if (this.running === 0 && this.idle.length > 0) for (const resolve of this.idle.splice(0)) resolve();
  }

  checkOpen(): void {
    if (this.ending !== undefined || this.transaction.isCompleted()) {
      throw new TransactionClosedError(
        'The transaction has ended or is ending; a query that comes after its end would run outside it and is refused',
      );
    }
    this.parent?.checkOpen();
  }

  get isEnding(): boolean {
    return this.ending !== undefined;
  }

  /** Stops what runs in the transaction, its COMMIT too, so that its end need not wait for it. */
  giveUp(): void {
    const client = this.client as RunningClient;
    if (client.giveUpAll !== undefined) void client.giveUpAll();
    else if (this.running > 0 && this.connection !== undefined && client.canCancelQuery === true)
      void client.cancelQuery?.(this.connection);
  }

  /** Remembers a model as it is now, before a save or destroy in this transaction changes it. */
  touch(model: ModelInstance, checkpoint: Checkpoint): void {
    this.keep(model, () => () => {
      restore(model, checkpoint);
      announceKey(model);
    });
  }

  keep(what: object, checkpoint: () => () => void): void {
    if (this.kept.has(what)) return;
    this.kept.add(what);
    this.undos.push(checkpoint());
  }

  addWrite(target: Evented, options: CallOptions): void {
    if (this.written.has(target)) return;
    // Who does not listen needs no options, and a long transaction holds all that it touched.
    this.written.set(target, target._events === undefined ? NO_OPTIONS : options);
  }

  private afterCommit(work: unknown): void {
    if (typeof work !== 'function') throw new InvalidValueError('afterCommit takes a function');
    this.checkOpen();
    this.works.push(work as () => unknown);
  }

  /**
   * Commit and rollback first wait for Shelf's queries in flight; a second call is the first. On a dialect's client the
   * gate waits as well, for everybody's queries (dialect/ending.ts); on a knex of the user's own there is this alone.
   */
  private end(how: 'commit' | 'rollback', send: () => unknown): Promise<unknown> {
    if (this.ended !== undefined) return this.ended;
    this.ending = how;
    this.ended = this.drained().then(send);
    return this.ended;
  }

  private drained(): Promise<void> {
    return this.running === 0 ? Promise.resolve() : new Promise((resolve) => this.idle.push(resolve));
  }

  private async settle(committed: boolean): Promise<void> {
    this.ending ??= committed ? 'commit' : 'rollback';
    if (committed && !this.own.any) this.tables?.publish();
    if (!committed) this.undo();
    const { parent, written, undone, undos, kept, works } = this;
    if (parent !== undefined) {
      parent.undos.push(...undos);
      for (const what of kept) parent.kept.add(what);
      for (const [target, options] of written) parent.addWrite(target, options);
      for (const [target, options] of undone) parent.undone.set(target, options);
      parent.works.push(...works);
      return;
    }
    for (const [target, options] of written) await this.announcing.announce('committed', target, options);
    for (const [target, options] of undone) await this.announcing.announce('rolledback', target, options);
    for (const work of works) await this.announcing.run(work);
  }

  private undo(): void {
    for (const undo of this.undos.splice(0).toReversed()) undo();
    this.kept.clear();
    this.works.length = 0;
    for (const [target, options] of this.written) this.undone.set(target, options);
    this.written.clear();
  }
}

/** The transactions of one shelf. */
export class Transactions {
  private readonly contexts = new WeakMap<Knex.Transaction, TransactionContext>();

  private readonly detached: (task: () => Promise<void>) => Promise<void>;
  private readonly onError: (error: unknown, failed: FailedHandler) => void;
  private readonly translated: Translate;

  constructor(
    detached: (task: () => Promise<void>) => Promise<void>,
    onError: (error: unknown, failed: FailedHandler) => void,
    translated: Translate,
  ) {
    this.detached = detached;
    this.onError = onError;
    this.translated = translated;
  }

  /** What is known of a transaction, or of what is given for one, if it was taken up before. */
  known(transaction: unknown): TransactionContext | undefined {
    return this.contexts.get(transaction as Knex.Transaction);
  }

  /**
   * What is known of a transaction; one that knex started is taken up here.
   *
   * @param begun whether it has just begun
   */
  of(transaction: Knex.Transaction, begun: boolean = false): TransactionContext {
    let context = this.contexts.get(transaction);
    if (context === undefined) {
      const outer = transaction.parentTransaction as Knex.Transaction | undefined;
      context = new TransactionContext(transaction, outer && this.of(outer), this, this.translated, begun);
      this.contexts.set(transaction, context);
    }
    return context;
  }

  announce(event: 'committed' | 'rolledback', target: Evented, options: CallOptions): Promise<void> {
    if (target._events === undefined) return Promise.resolve();
    return this.reporting({ model: target, event }, () => target.triggerThen(event, target, options));
  }

  run(work: () => unknown): Promise<void> {
    return this.reporting({ model: undefined, event: 'afterCommit' }, work);
  }

  /** The outcome stands: a handler that fails cannot change it, and is reported instead. */
  private reporting(failed: FailedHandler, handle: () => unknown): Promise<void> {
    return this.detached(async () => {
      try {
        await handle();
      } catch (error) {
        this.onError(error, failed);
      }
    });
  }
}

/** What knex makes of a rollback without a reason. */
function isNonError(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Transaction rejected with non-error');
}
