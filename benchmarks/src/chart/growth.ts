import type { Growth } from '../results.js';
import { panelWidth } from './bars.js';
import { element, line, moved, text } from './svg.js';

const gap = 22;
const top = 24;
const plotHeight = 60;
const height = top + plotHeight + 62;
const inARow = 5;

/** What a row costs at several sizes: a small plot per scenario. A level line means that cost grows with the rows, and no faster. */
export function growthPanel(all: readonly Growth[]): { drawing: string; height: number } {
  const width = (panelWidth - gap * (inARow - 1)) / inARow;
  const plots = all.map((growth, index) =>
    moved((index % inARow) * (width + gap), Math.floor(index / inARow) * height, plot(growth, width)),
  );
  return { drawing: plots.join(''), height: Math.ceil(all.length / inARow) * height };
}

function plot({ scenario, sizes, entries }: Growth, width: number): string {
  const most = Math.max(...entries.flatMap(({ each }) => each));
  const x = (index: number) => 8 + ((width - 20) * index) / Math.max(sizes.length - 1, 1);
  const y = (each: number) => top + plotHeight - (plotHeight * each) / most;
  const bottom = top + plotHeight;
  return [
    text(0, 12, 'group', scenario),
    line(0, bottom, width, bottom, 'grid'),
    ...sizes.map((size, index) => text(x(index), bottom + 15, 'tick', `${size / 1000}k`)),
    ...entries.map(({ contender, each }) =>
      path(
        contender,
        each.map((cost, index) => [x(index), y(cost)]),
      ),
    ),
    ...entries.map(({ contender, each }, index) => {
      return text(
        0,
        bottom + 34 + index * 16,
        `value ${contender}`,
        `${contender} ${((each.at(-1) ?? 0) / 1000).toFixed(1)} µs`,
      );
    }),
  ].join('');
}

function path(contender: string, points: readonly (readonly [number, number])[]): string {
  const d = `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}`;
  const dots = points.map(([cx, cy]) => element('circle', { cx, cy, r: 2.4, class: `dot ${contender}` }));
  return element('path', { d, class: `path ${contender}` }) + dots.join('');
}
