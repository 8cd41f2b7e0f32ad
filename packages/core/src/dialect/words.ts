const words = new WeakMap<object, string>();

/** Keeps what a driver said, before knex puts the whole statement in front of it. */
export function rememberWords(error: unknown): void {
  const { message } = (error ?? {}) as { message?: unknown };
  if (typeof error === 'object' && error !== null && typeof message === 'string') words.set(error, message);
}

/** Gives an error what the driver said as its message, where that was kept: knex has put the statement in front, with its values. */
export function restoreWords(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const said = words.get(error);
  if (said !== undefined) (error as { message: string }).message = said;
  return said;
}
