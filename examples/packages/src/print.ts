import { stdout } from 'node:process';
import { table, type Column } from './tables.js';

/** How wide tables may be where there is no terminal to ask, and at most. */
const WIDTH = 100;

/** Prints a table under its title. */
export function printTable<Row>(title: string, rows: readonly Row[], columns: readonly Column<Row>[]): void {
  printHeading(title);
  console.log(table(rows, columns, Math.min(stdout.columns || WIDTH, WIDTH)));
}

/** Prints a line that stands out from what is around it. */
export function printHeading(title: string): void {
  const bold = stdout.isTTY && !process.env['NO_COLOR'];
  console.log(`\n${bold ? `\u001B[1m${title}\u001B[22m` : title}\n`);
}
