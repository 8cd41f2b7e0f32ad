import type { Counted } from './counting.js';
import { levelsBelow } from './levels.js';
import type { Package } from './models.js';
import { printHeading, printLine } from './print.js';

/** Draws what each of some packages needs, three levels deep, and says how many queries it took to know. */
export function showTrees({ result: chosen, queries }: Counted<Package[]>): void {
  printHeading('What packages need, three levels deep');
  if (chosen.length === 0) {
    console.log('  No package has a tree of a size to show; name one with --tree.');
    return;
  }
  for (const pack of chosen) {
    for (const line of treeOf(pack)) printLine(line);
    console.log();
  }
  console.log(`  It took ${queries} queries: one for the packages, and one for each level below them.`);
}

/** A tree as lines of text. What a package needs is drawn once, in the place that is nearest to the root. */
function treeOf(root: Package): string[] {
  const lines = [root.get('name')];
  const places = new Set(levelsBelow([root]).flat());
  const draw = (pack: Package, indent: string): void => {
    const needs = pack.related('needs').models;
    for (const [i, need] of needs.entries()) {
      const [branch, below] = i < needs.length - 1 ? ['├─', '│ '] : ['└─', '  '];
      const { range, kind } = need.pivot.attributes;
      lines.push(`${indent}${branch} ${need.get('name')} ${range}${kind === 'runtime' ? '' : ` (${kind})`}`);
      if (places.has(need)) draw(need, `${indent}${below} `);
    }
  };
  draw(root, '');
  return lines;
}
