export type Align = 'left' | 'right';

/** Lines up cells in columns; the first row is the heading. */
export function table(rows: readonly (readonly string[])[], alignment: readonly Align[]): string {
  const widths = alignment.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        alignment[column] === 'left' ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  const [heading, ...body] = lines;
  return [heading, '─'.repeat(Math.max(...lines.map((line) => line.length))), ...body].join('\n');
}
