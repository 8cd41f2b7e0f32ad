import { stdout } from 'node:process';
import { table, type Column } from './tables.js';
import { cut, printable } from './terminal.js';

/** How wide tables may be where there is no terminal to ask, and at most. */
const WIDTH = 100;

/** Prints a table under its title. */
export function printTable<Row>(title: string, rows: readonly Row[], columns: readonly Column<Row>[]): void {
  printHeading(title);
  console.log(table(rows, columns, width()));
}

/** Prints a line, cut where it would not fit. */
export function printLine(text: string): void {
  console.log(cut(`  ${printable(text)}`, width()));
}

/** Prints a line that stands out from what is around it. */
export function printHeading(title: string): void {
  const bold = stdout.isTTY && !process.env['NO_COLOR'];
  console.log(`\n${bold ? `\u001B[1m${title}\u001B[22m` : title}\n`);
}

function width(): number {
  return Math.min(stdout.columns || WIDTH, WIDTH);
}
