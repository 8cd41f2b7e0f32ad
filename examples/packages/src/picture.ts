import { writeFile } from 'node:fs/promises';
import type { Counted } from './counting.js';
import type { Package } from './models.js';
import { graphOf } from './picture/graph.js';
import { svgOf } from './picture/svg.js';
import { settings } from './settings.js';

/** Draws what some packages need as a picture beside the database, and says where it is. */
export async function drawPicture({ result: chosen, queries }: Counted<Package[]>): Promise<void> {
  if (chosen.length === 0) return;
  const graph = graphOf(chosen);
  // Added to the whole name, for a file that is called like this is nobody else's.
  const file = `${settings.database}.svg`;
  const facts = `${graph.nodes.length} packages, ${graph.edges.length} dependencies, ${queries} queries`;
  await writeFile(file, svgOf(graph, facts));
  console.log(`\nAs a picture: ${file}`);
}
