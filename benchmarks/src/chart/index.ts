import { drivers } from '../drivers.js';
import type { Results } from '../results.js';
import { panelWidth } from './bars.js';
import { growthPanel } from './growth.js';
import { heapPanel, ratioPanel, widestRatio } from './ratios.js';
import { style } from './style.js';
import { element, line, moved, text } from './svg.js';

const margin = 44;
const gutter = 60;

/** Draws the results as one SVG picture: a column per driver; ratios, then heap, then growth. */
export function drawChart(results: Results): string {
  const columns = drivers
    .filter((driver) =>
      [results.comparisons, results.heap, results.growth].some((list) => list.some((one) => one.driver === driver)),
    )
    .map((driver) => column(driver, results));
  const width = margin * 2 + Math.max(columns.length, 1) * (panelWidth + gutter) - gutter;
  const height = 112 + Math.max(0, ...columns.map((one) => one.height)) + 64;
  const { node, processors } = results.machine;
  return (
    element(
      'svg',
      { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${height}`, width, height, role: 'img' },
      element('title', {}, 'Shelf and its peers beside hand-written driver code'),
      element('style', {}, style),
      element('rect', { width, height, rx: 12, class: 'paper' }),
      text(margin, 52, 'title', 'How many times the hand-written code?'),
      text(
        margin,
        78,
        'lead',
        'Best round of each, divided by the best round of the driver used by hand. Shorter is faster; left of 1× is faster than by hand.',
      ),
      ...columns.map(({ drawing }, index) => moved(margin + index * (panelWidth + gutter), 112, drawing)),
      line(margin, height - 36, margin, height - 22, 'limit'),
      text(
        margin + 9,
        height - 25,
        'note',
        `the most that Shelf may take · logarithmic scale · Node ${node}, ${processors}, ${results.taken.slice(0, 10)}`,
      ),
    ) + '\n'
  );
}

function column(driver: string, { comparisons, heap, growth }: Results): { drawing: string; height: number } {
  const parts = [text(0, 14, 'driver', driver)];
  let y = 34;
  const place = (drawing: string, height: number) => {
    parts.push(moved(0, y, drawing));
    y += height;
  };

  const timed = comparisons.filter((one) => one.driver === driver);
  if (timed.length > 0) {
    const { drawing, height } = ratioPanel(timed, widestRatio(comparisons));
    place(drawing, height + 12);
  }
  for (const weighed of heap.filter((one) => one.driver === driver)) {
    const { drawing, height } = heapPanel(weighed);
    place(drawing, height + 12);
  }
  const grown = growth.filter((one) => one.driver === driver);
  if (grown.length > 0) {
    place(text(0, 13, 'note', 'Cost of each row as the rows become many: a level line is linear growth.'), 26);
    const { drawing, height } = growthPanel(grown);
    place(drawing, height);
  }
  return { drawing: parts.join(''), height: y };
}
