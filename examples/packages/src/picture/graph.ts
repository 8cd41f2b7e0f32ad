import { levelsBelow } from '../levels.js';
import type { Package } from '../models.js';
import type { DependencyKind } from '../rows.js';

/** A package in a picture. */
export interface Node {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  /** The chosen packages that need it, as their places among them; its own, when it is chosen itself. */
  readonly neededFor: readonly number[];
}

/** That one package needs another. */
export interface Edge {
  readonly from: Node;
  readonly to: Node;
  readonly kind: DependencyKind;
  readonly range: string;
}

export interface Graph {
  readonly chosen: readonly Node[];
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
}

/** The graph of some packages and of all that was loaded below them. */
export function graphOf(chosen: readonly Package[]): Graph {
  const below = chosen.map(
    (pack) =>
      new Set(
        levelsBelow([pack])
          .flat()
          .map(({ id }) => id),
      ),
  );
  const packages = levelsBelow(chosen).flat();
  const nodes = new Map(packages.map((pack) => [pack.id, nodeOf(pack, below)]));
  const edges = packages.flatMap((pack) =>
    pack.related('needs').map((need) => ({
      from: nodes.get(pack.id) as Node,
      to: nodes.get(need.id) as Node,
      kind: need.pivot.get('kind'),
      range: need.pivot.get('range'),
    })),
  );
  return { chosen: chosen.map(({ id }) => nodes.get(id) as Node), nodes: [...nodes.values()], edges };
}

function nodeOf(pack: Package, below: readonly ReadonlySet<number>[]): Node {
  const { id, name, description } = pack.attributes;
  return {
    id,
    name,
    description: description ?? '',
    neededFor: [...below.keys()].filter((place) => below[place]?.has(id)),
  };
}
