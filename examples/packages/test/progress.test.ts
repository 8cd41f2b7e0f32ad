import type { WriteStream } from 'node:tty';
import { progressOn } from '../src/progress.js';
import { widthOf } from '../src/terminal.js';

function screen(members: object): { stream: WriteStream; written: string[] } {
  const written: string[] = [];
  return { stream: { write: (text: string) => written.push(text), ...members } as unknown as WriteStream, written };
}

test('a terminal sees a bar, which is gone at the end', () => {
  const { stream, written } = screen({ isTTY: true, columns: 60 });
  const progress = progressOn(stream, 'Importing', 4);
  progress.step('lodash');
  progress.end();
  expect(written).toEqual(['\r  Importing  ███████▌░░░░░░░░░░░░░░░░░░░░░░  1/4  lodash\u001B[K', '\r\u001B[K']);
});

test('a line never reaches the edge of the terminal, where it would wrap', () => {
  const { stream, written } = screen({ isTTY: true, columns: 40 });
  progressOn(stream, 'Reading').step('日本'.repeat(100));
  expect(widthOf(written[0]!.replace('\r', '').replace('\u001B[K', ''))).toBeLessThan(40);
});

test('what is no terminal sees nothing', () => {
  const { stream, written } = screen({ isTTY: undefined });
  const progress = progressOn(stream, 'Importing', 4);
  progress.step('lodash');
  progress.end();
  expect(written).toEqual([]);
});
