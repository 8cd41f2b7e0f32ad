import { cut, printable, widthOf } from './terminal.js';

/** A column of a table: its title, and what stands in it for a row. Numbers are put to the right. */
export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string | number | null;
}

const GAP = '  ';
/** A column is made no narrower than this, however narrow the terminal. */
const NARROWEST = 12;

/** Draws a table, one line per row. Where it does not fit into the width, the widest columns are cut. */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[], width: number): string {
  const titles = columns.map(({ title }) => title);
  const cells = rows.map((row) => columns.map(({ cell }) => shown(cell(row))));
  const widths = fit(
    titles.map((title, i) => Math.max(...[title, ...cells.map((line) => line[i] ?? '')].map(widthOf))),
    width - GAP.length * columns.length,
  );
  const toTheRight = columns.map(({ cell }) => rows.some((row) => typeof cell(row) === 'number'));
  const draw = (line: readonly string[]): string =>
    GAP +
    line
      .map((text, i) => pad(text, widths[i] ?? 0, toTheRight[i] ?? false))
      .join(GAP)
      .trimEnd();
  return [draw(titles), draw(widths.map((each) => '─'.repeat(each))), ...cells.map(draw)].join('\n');
}

/** A bar that shows a number beside the largest of its kind. */
export function bar(value: number, largest: number, width = 20): string {
  const eighths = Math.max(1, Math.round((value / largest) * width * 8));
  return '█'.repeat(eighths >> 3) + ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'][eighths & 7];
}

function shown(value: string | number | null): string {
  return typeof value === 'number' ? value.toLocaleString('en') : printable(value ?? '');
}

/** Takes from the widest columns until all fit. */
function fit(widths: number[], room: number): number[] {
  let excess = widths.reduce((sum, each) => sum + each, 0) - room;
  for (; excess > 0; excess--) {
    const widest = widths.indexOf(Math.max(...widths));
    if ((widths[widest] ?? 0) <= NARROWEST) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function pad(text: string, width: number, toTheRight: boolean): string {
  const fitted = cut(text, width);
  const space = ' '.repeat(width - widthOf(fitted));
  return toTheRight ? space + fitted : fitted + space;
}
