import { bar, table, type Column } from '../src/tables.js';
import { cut, printable, widthOf } from '../src/terminal.js';

test.each([
  ['abc', 3],
  ['', 0],
  ['日本語', 6],
  ['한국', 4],
  ['e\u0301', 1],
  ['👍', 2],
  ['👩‍👩‍👧', 2],
  ['❤️', 2],
  ['🇩🇪', 2],
  ['ｆｕｌｌ', 8],
  ['…─█', 3],
  ['a\u200Bb', 2],
])('%s takes %d places', (text, width) => {
  expect(widthOf(text)).toBe(width);
});

test('text is cut between characters as they are seen', () => {
  expect(cut('abcdef', 6)).toBe('abcdef');
  expect(cut('abcdef', 5)).toBe('abcd…');
  expect(cut('日本語', 5)).toBe('日本…');
  expect(cut('日本語', 4)).toBe('日…');
  expect(cut('👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 5)).toBe('👩‍👩‍👧👩‍👩‍👧…');
});

test("strangers' text cannot steer the terminal", () => {
  expect(printable('a\u001B[31mb\nc\u202Ed')).toBe('a\uFFFD[31mb\uFFFDc\uFFFDd');
});

interface Row {
  name: string;
  n: number | null;
}

const columns: Column<Row>[] = [
  { title: 'name', cell: ({ name }) => name },
  { title: 'n', cell: ({ n }) => n },
];

test('columns line up, numbers to the right', () => {
  const rows = [
    { name: '日本語', n: 1234 },
    { name: 'e\u0301tude', n: 5 },
    { name: 'plain', n: null },
  ];
  expect(table(rows, columns, 80).split('\n')).toEqual([
    '  name        n',
    '  ──────  ─────',
    '  日本語  1,234',
    '  e\u0301tude       5',
    '  plain',
  ]);
});

test('a table without rows is its head', () => {
  expect(table([], columns, 80)).toBe('  name  n\n  ────  ─');
});

test('the widest column is cut where the table is too wide', () => {
  const lines = table([{ name: 'x'.repeat(100), n: 1 }], columns, 40).split('\n');
  expect(lines.map(widthOf)).toEqual([40, 40, 40]);
  expect(lines[2]).toMatch(/^ {2}x+… {2}1$/);
});

test('bars', () => {
  expect([bar(8, 8, 4), bar(4, 8, 4), bar(1, 8, 4), bar(1, 1000, 4)]).toEqual(['████', '██', '▌', '▏']);
});
