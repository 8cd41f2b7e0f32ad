import { element, line, text } from './svg.js';

export const panelWidth = 510;
export const left = 76;
/** Room for the figure after the longest bar. */
const right = 70;
const rowHeight = 17;

export interface Bar {
  readonly contender: string;
  readonly value: number;
  readonly label: string;
}

/** Where a value stands in the panel. */
export type Scale = (value: number) => number;

/** The width that bars can take. */
export const barRoom = panelWidth - left - right;

/** How much room a group of so many bars takes. */
export function groupHeight(bars: number): number {
  return 22 + bars * rowHeight + 14;
}

/** One scenario: its title, and a bar for each contender; the bars start at the value given, Shelf's limit is a tick across its bar. */
export function barGroup(title: string, bars: readonly Bar[], scale: Scale, start: number, limit: number): string {
  const rows = bars.map(({ contender, value, label }, index) => {
    const y = 22 + index * rowHeight;
    const [from, to] = [scale(start), scale(value)].toSorted((a, b) => a - b) as [number, number];
    const promised = contender === 'shelf';
    const end = promised ? Math.max(to, scale(limit)) : to;
    return [
      text(left - 8, y + 11, `name ${contender}`, contender),
      element('rect', {
        x: from,
        y: y + 1,
        width: Math.max(to - from, 1.5),
        height: 12,
        rx: 2,
        class: `bar ${contender}`,
      }),
      promised ? line(scale(limit), y - 1, scale(limit), y + 15, 'limit') : '',
      text(end + 6, y + 11, `value ${contender}`, label),
    ].join('');
  });
  return text(0, 13, 'group', title) + rows.join('');
}
