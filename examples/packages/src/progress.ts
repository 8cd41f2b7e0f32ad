import type { WriteStream } from 'node:tty';
import { bar } from './tables.js';
import { cut, printable } from './terminal.js';

/** Shows how far a piece of work has come. */
export interface Progress {
  /** One more thing is done. */
  step(name: string): void;
  /** The work is over, in whatever way. */
  end(): void;
}

const WIDTH = 30;
/** Milliseconds between two drawings. */
const PAUSE = 40;

/** A line at the bottom of a terminal, with a bar where the total is known; nothing where the output goes elsewhere. */
export function progressOn(stream: WriteStream, label: string, total?: number): Progress {
  if (!stream.isTTY) return { step() {}, end() {} };
  let done = 0;
  let drawn = -Infinity;
  return {
    step(name) {
      done++;
      if (performance.now() - drawn < PAUSE) return;
      drawn = performance.now();
      const far = total === undefined ? `${done}` : `${bar(done, total, WIDTH).padEnd(WIDTH, '░')}  ${done}/${total}`;
      // A line that reaches the edge would wrap, and could not be drawn over.
      stream.write(`\r${cut(`  ${label}  ${far}  ${printable(name)}`, (stream.columns || 80) - 1)}\u001B[K`);
    },
    end: () => void stream.write('\r\u001B[K'),
  };
}
