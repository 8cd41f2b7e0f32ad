import type { Edge, Graph, Node } from './graph.js';

/** A place in a column: a package's, or one where lines pass on their way to a package further to the right. */
export interface Slot {
  readonly node: Node | undefined;
  readonly column: number;
  /** The slots of the columns beside this one that lines connect it with. */
  readonly left: Slot[];
  readonly right: Slot[];
}

/** A line: the slots it leads through, from left to right. */
export interface Line {
  readonly edge: Edge;
  readonly slots: readonly Slot[];
}

export interface Layers {
  readonly columns: Slot[][];
  readonly lines: readonly Line[];
}

/** Puts each package into a column to the right of all that need it. */
export function layersOf(graph: Graph): Layers {
  const edges = withoutCircles(graph);
  const columns: Slot[][] = [];
  const slots = new Map<string, Slot>();
  const slotFor = (key: string, node: Node | undefined, column: number): Slot => {
    const slot = slots.get(key) ?? { node, column, left: [], right: [] };
    if (!slots.has(key)) (columns[column] ??= []).push(slot);
    slots.set(key, slot);
    return slot;
  };
  const columnOf = columnsOf(graph.nodes, edges);
  for (const node of graph.nodes) slotFor(`${node.id}`, node, columnOf(node));

  const lines = edges.map(({ edge, first, last }) => {
    const line = [slotFor(`${first.id}`, first, columnOf(first))];
    // Lines to one package pass through the same slots, and so come together before they reach it.
    for (let column = columnOf(first) + 1; column < columnOf(last); column++)
      line.push(slotFor(`${last.id} in ${column}`, undefined, column));
    line.push(slotFor(`${last.id}`, last, columnOf(last)));
    for (const [i, slot] of line.entries()) connect(line[i - 1], slot);
    return { edge, slots: line };
  });
  return { columns, lines };
}

function connect(left: Slot | undefined, right: Slot): void {
  if (left === undefined || left.right.includes(right)) return;
  left.right.push(right);
  right.left.push(left);
}

/** An edge as it is drawn, from left to right; one that would close a circle is drawn the other way round. */
interface Directed {
  readonly edge: Edge;
  readonly first: Node;
  readonly last: Node;
}

function withoutCircles({ nodes, edges }: Graph): Directed[] {
  const directed: Directed[] = [];
  const state = new Map<Node, 'open' | 'done'>();
  const visit = (node: Node): void => {
    if (state.has(node)) return;
    state.set(node, 'open');
    for (const edge of edges) {
      if (edge.from !== node || edge.to === node) continue;
      visit(edge.to);
      const back = state.get(edge.to) === 'open';
      directed.push({ edge, first: back ? edge.to : node, last: back ? node : edge.to });
    }
    state.set(node, 'done');
  };
  for (const node of nodes) visit(node);
  return directed;
}

/** The column of each package: as many as the longest way to it has steps. */
function columnsOf(nodes: readonly Node[], edges: readonly Directed[]): (node: Node) => number {
  const columns = new Map<Node, number>();
  const columnOf = (node: Node): number => {
    const known = columns.get(node);
    if (known !== undefined) return known;
    const column = Math.max(-1, ...edges.filter(({ last }) => last === node).map(({ first }) => columnOf(first))) + 1;
    columns.set(node, column);
    return column;
  };
  for (const node of nodes) columnOf(node);
  return columnOf;
}
