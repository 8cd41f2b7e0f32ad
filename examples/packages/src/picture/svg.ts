import type { DependencyKind } from '../rows.js';
import { printable } from '../terminal.js';
import type { Graph, Node } from './graph.js';
import { BOX_HEIGHT, FONT_SIZE, layOut, type Course, type Label, type Point } from './layout.js';

const PAPER = '#fbfaf7';
const INK = '#2f3437';
const FAINT = '#7c8286';
/** One for each chosen package, and again from the first when there are more. */
const COLOURS = ['#2f7f86', '#b9702c', '#7b5a94', '#5d7f3a', '#b04a5a', '#3f68a8'];
const KINDS: readonly DependencyKind[] = ['runtime', 'peer', 'optional'];
const DASHES: Readonly<Record<DependencyKind, string>> = { runtime: 'none', peer: '5 3', optional: '1.5 3' };

const MARGIN = 40;
const HEAD = 66;
const FOOT = 46;
/** Room for the legend, and for a character of the title. */
const NARROWEST = 780;
const TITLE_CHARACTER = 12;

const STYLE = `
  text { font: ${FONT_SIZE}px ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; fill: ${INK} }
  .title { font: 600 20px system-ui, 'Segoe UI', Helvetica, Arial, sans-serif }
  .small { font: 12px system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; fill: ${FAINT} }
  path { fill: none; stroke-width: 1.2; stroke-opacity: .45 }
  g:hover > path { stroke-width: 2; stroke-opacity: 1 }`;

/** Draws a graph as an SVG document. */
export function svgOf(graph: Graph, subtitle: string): string {
  const layout = layOut(graph);
  const title = titleOf(graph);
  const width = Math.max(layout.width, NARROWEST, title.length * TITLE_CHARACTER) + 2 * MARGIN;
  const height = layout.height + 2 * MARGIN + HEAD + FOOT;
  const groups = layout.labels.map((label) => {
    const courses = layout.courses.filter(({ edge }) => edge.from === label.node);
    return `<g>${courses.map(pathOf).join('')}${boxOf(label, graph)}</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(width)} ${round(height)}" width="${round(width)}" height="${round(height)}">
<style>${STYLE}
</style>
<rect width="100%" height="100%" fill="${PAPER}"/>
<text class="title" x="${MARGIN}" y="${MARGIN + 18}">${escape(title)}</text>
<text class="small" x="${MARGIN}" y="${MARGIN + 40}">${escape(subtitle)}</text>
<g transform="translate(${MARGIN} ${MARGIN + HEAD})">
${groups.join('\n')}
</g>
<g transform="translate(${MARGIN} ${round(height - MARGIN)})">${legend(graph)}</g>
</svg>
`;
}

function titleOf({ chosen }: Graph): string {
  return `What ${new Intl.ListFormat('en-GB').format(chosen.map(({ name }) => name))} need${chosen.length === 1 ? 's' : ''}`;
}

/** The colour of the chosen package that alone needs it; ink for what several need. */
function colourOf({ neededFor }: Node): string {
  const [only = 0, ...others] = neededFor;
  return others.length > 0 ? INK : (COLOURS[only % COLOURS.length] ?? INK);
}

function boxOf({ node, text, x, y, width }: Label, { chosen }: Graph): string {
  const colour = colourOf(node);
  const [fill, ink] = chosen.includes(node) ? [colour, PAPER] : [PAPER, colour];
  const box = `x="${round(x)}" y="${round(y - BOX_HEIGHT / 2)}" width="${width}" height="${BOX_HEIGHT}" rx="4"`;
  return (
    `<title>${escape(node.description === '' ? node.name : `${node.name}: ${node.description}`)}</title>` +
    `<rect ${box} fill="${fill}" stroke="${colour}" stroke-opacity=".6"/>` +
    `<text x="${round(x + width / 2)}" y="${round(y + FONT_SIZE * 0.35)}" text-anchor="middle" style="fill: ${ink}">${escape(text)}</text>`
  );
}

function pathOf({ edge, points }: Course): string {
  const [start, ...rest] = points as [Point, ...Point[]];
  let [path, { x, y }] = [`M${round(start.x)} ${round(start.y)}`, start];
  for (const next of rest) {
    const middle = round((x + next.x) / 2);
    path +=
      next.y === y
        ? `H${round(next.x)}`
        : `C${middle} ${round(y)} ${middle} ${round(next.y)} ${round(next.x)} ${round(next.y)}`;
    ({ x, y } = next);
  }
  const dashes = edge.kind === 'runtime' ? '' : ` stroke-dasharray="${DASHES[edge.kind]}"`;
  const title = `${edge.from.name} needs ${edge.to.name} ${edge.range}`;
  return `<path d="${path}" stroke="${colourOf(edge.from)}"${dashes}><title>${escape(title)}</title></path>`;
}

function legend({ chosen }: Graph): string {
  const shared = chosen.length > 1 ? ' Dark is what several of the chosen need.' : '';
  const lines = KINDS.map((kind, i) => {
    const x = i * 110;
    return `<path d="M${x} -4h28" stroke="${INK}" stroke-dasharray="${DASHES[kind]}"/><text class="small" x="${x + 36}" y="0">${kind}</text>`;
  });
  return `${lines.join('')}<text class="small" x="340" y="0">A line leads from a package, on its left, to one that it needs.${shared}</text>`;
}

function escape(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** To a tenth of a pixel. */
function round(number: number): number {
  return Math.round(number * 10) / 10;
}
