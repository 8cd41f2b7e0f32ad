/** Those that work in this process. */
export const embedded = ['sqlite3', 'better-sqlite3'] as const;

/** Those that ask a server. */
export const servers = ['postgres', 'mariadb'] as const;

export const drivers = [...embedded, ...servers] as const;

/** A driver for SQLite, by the name of its package. */
export type EmbeddedDriver = (typeof embedded)[number];

/** A server, with the driver that everyone uses for it: `pg` or `mysql2`. */
export type ServerDriver = (typeof servers)[number];

/** What the benchmarks run on. */
export type Driver = (typeof drivers)[number];

/** Whether the database lives in this process. */
export function isEmbedded(driver: Driver): driver is EmbeddedDriver {
  return (embedded as readonly Driver[]).includes(driver);
}
