import { writeFile } from 'node:fs/promises';
import type { Counted } from './counting.js';
import type { Package } from './models.js';
import { graphOf } from './picture/graph.js';
import { svgOf } from './picture/svg.js';
import { settings } from './settings.js';

/** Draws what some packages need as a picture, and says where it is. */
export async function drawPicture({ result: chosen, queries }: Counted<Package[]>): Promise<void> {
  if (chosen.length === 0) return;
  const graph = graphOf(chosen);
  const file = settings.picture;
  const facts = `${graph.nodes.length} packages, ${graph.edges.length} dependencies, ${queries} queries`;
  await writeFile(file, svgOf(graph, facts));
  console.log(`\nAs a picture: ${file}`);
}
