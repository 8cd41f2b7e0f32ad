import { differences } from './differences/index.js';
import type { Difference } from './differences/difference.js';

const HEAD = `# Differences from Bookshelf

Programs written for Bookshelf 1.2 run on Shelf with these differences; each is meant, and each row is proved by a test
that runs the same program on both (\`tooling/differential\`). Those tests also run more than a hundred small programs
that come to the same on both: one result, one order of events, the same rows. Relations are compared with
\`@shelf/relations\`, \`hidden\` and \`visible\` with \`@shelf/visibility\`; the registry is a package of its own and is not compared here.

This page is written by \`SHELF_WRITE_DOCS=1 npx jest\` in \`tooling/differential\`; a test keeps it in step.
`;

/** The page docs/differences-from-bookshelf.md. */
export function page(): string {
  return [HEAD, ...Object.entries(differences).map(([subject, listed]) => section(subject, listed))].join('\n');
}

function section(subject: string, listed: readonly Difference[]): string {
  const head = '| what | Bookshelf 1.2 | Shelf | as promised |\n|---|---|---|---|';
  return `## ${subject}\n\n${head}\n${listed.map(row).join('\n')}\n`;
}

function row({ code, bookshelf, shelf, spec }: Difference): string {
  const cells = [code, bookshelf, shelf, `“${spec}”`].map((cell) => cell.replaceAll('|', '\\|'));
  return `| ${cells.join(' | ')} |`;
}
