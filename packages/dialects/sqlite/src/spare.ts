/** knex's pool, as far as a spare connection goes by it. */
interface Pool {
  readonly destroyed: boolean;
  numPendingAcquires(): number;
  release(connection: object): boolean;
}

/** How long a connection stays at hand, in ms; after that the pool has it, and closes it when it stays idle. */
const AT_HAND = 100;

/**
 * The connection that was given back last, kept at hand for the next query: a round through the pool, with its timers and
 * validations, costs more than a query of better-sqlite3.
 */
export class Spare {
  readonly #pool: Pool;
  #connection: object | undefined;
  #taken = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** The connection at hand, if there is one; the caller has it then. */
  take(): object | undefined {
    const connection = this.#connection;
    this.#connection = undefined;
    this.#taken = true;
    return connection;
  }

  /** Takes a connection back; false when the pool needs it more. */
  offer(connection: object): boolean {
    if (this.#connection !== undefined || this.#pool.destroyed || this.#pool.numPendingAcquires() > 0) return false;
    this.#connection = connection;
    this.#timer ??= setTimeout(() => this.#look(), AT_HAND).unref();
    return true;
  }

  /** Gives the connection at hand to the pool. */
  giveUp(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const connection = this.take();
    if (connection !== undefined) this.#pool.release(connection);
  }

  #look(): void {
    this.#timer = undefined;
    if (!this.#taken) return this.giveUp();
    this.#taken = false;
    if (this.#connection !== undefined) this.#timer = setTimeout(() => this.#look(), AT_HAND).unref();
  }
}

const spares = new WeakMap<object, Spare>();

/** The spare connection of a pool; a client whose pool is gone has none. */
export function spareOf(pool: object | undefined): Spare | undefined {
  if (pool === undefined) return undefined;
  let spare = spares.get(pool);
  if (spare === undefined) spares.set(pool, (spare = new Spare(pool as Pool)));
  return spare;
}
