import type { Readable } from 'node:stream';

/** Resolves when the input ends, or a signal asks this process to: Ctrl+C, kill, a terminal that was closed. */
export function endOf(input: Readable): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
    input.once('end', () => resolve()).resume();
  });
}
