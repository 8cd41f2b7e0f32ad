const words = new WeakMap<object, string>();

/** Keeps what a driver said, before knex puts the whole statement in front of it. */
export function rememberWords(error: unknown): void {
  const { message } = (error ?? {}) as { message?: unknown };
  if (typeof error === 'object' && error !== null && typeof message === 'string') words.set(error, message);
}

/** What the driver said, where that was kept. */
export function wordsOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null ? words.get(error) : undefined;
}
