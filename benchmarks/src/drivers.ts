export const drivers = ['sqlite3', 'better-sqlite3'] as const;

/** A driver for SQLite, by the name of its package. */
export type Driver = (typeof drivers)[number];
