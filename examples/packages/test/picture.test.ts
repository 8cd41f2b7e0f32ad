import type { Graph, Node } from '../src/picture/graph.js';
import { BOX_HEIGHT, layOut, type Label, type Point } from '../src/picture/layout.js';
import { svgOf } from '../src/picture/svg.js';

/** A graph of packages that need those named after them. */
function graphFrom(needs: Readonly<Record<string, readonly string[]>>, chosen: readonly string[]): Graph {
  const names = Object.keys(needs);
  const nodes = names.map((name, id): Node => ({ id, name, description: `“${name}” & <co>`, neededFor: [0] }));
  const nodeOf = (name: string): Node => nodes[names.indexOf(name)]!;
  const edges = names.flatMap((name) =>
    needs[name]!.map((other) => ({
      from: nodeOf(name),
      to: nodeOf(other),
      kind: 'runtime' as const,
      range: '*',
    })),
  );
  return { chosen: chosen.map(nodeOf), nodes, edges };
}

const tangled = graphFrom(
  {
    root: ['a', 'b', 'c', '日本', 'deep'],
    other: ['a', 'far'],
    a: ['b', 'far', 'x'],
    b: ['c', 'x', 'y'],
    c: ['deep', 'y'],
    日本: ['x', 'a'],
    deep: ['far'],
    far: ['root'],
    x: ['x'],
    y: [],
  },
  ['root', 'other'],
);

test('no label lies on another', () => {
  const { labels } = layOut(tangled);
  expect(labels).toHaveLength(10);
  const meeting = labels.filter((a) => labels.some((b) => a !== b && meet(a, b)));
  expect(meeting).toEqual([]);
});

test('no line runs over a label', () => {
  const { labels, courses } = layOut(tangled);
  for (const { points } of courses) {
    // Between two columns there are no labels; where a line passes a column it is straight.
    for (const [i, point] of points.entries()) {
      const next = points[i + 1];
      if (next?.y !== point.y) continue;
      for (const label of labels) expect(crosses(label, point, next)).toBe(false);
    }
  }
});

test('what is needed is to the right of what needs it, except where a circle closes', () => {
  const { labels, courses } = layOut(tangled);
  const xOf = (node: Node): number => labels.find((label) => label.node === node)!.x;
  const backwards = courses.filter(({ edge }) => xOf(edge.from) >= xOf(edge.to));
  expect(backwards.map(({ edge }) => `${edge.from.name} → ${edge.to.name}`)).toEqual(['far → root']);
});

test('names and descriptions of strangers are text in the picture, and nothing else', () => {
  const svg = svgOf(graphFrom({ '<script>': ['"quoted" & \u0007'], '"quoted" & \u0007': [] }, ['<script>']), 'a < b');
  for (const markup of ['<script', '<co>', '& ', '\u0007']) expect(svg).not.toContain(markup);
  expect(svg).toContain('What &lt;script&gt; needs');
});

function meet(a: Label, b: Label): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && Math.abs(a.y - b.y) < BOX_HEIGHT;
}

function crosses({ x, y, width }: Label, from: Point, to: Point): boolean {
  return from.x < x + width && x < to.x && Math.abs(y - from.y) < BOX_HEIGHT / 2;
}
