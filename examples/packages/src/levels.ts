import type { Package } from './models.js';

/** Packages and what they need, level by level: each package where it comes first, so that circles end. */
export function levelsBelow(chosen: readonly Package[]): Package[][] {
  const seen = new Set<number>();
  const unseen = (packages: readonly Package[]): Package[] =>
    packages.filter(({ id }) => !seen.has(id) && seen.add(id));
  const levels: Package[][] = [];
  for (
    let level = unseen(chosen);
    level.length > 0;
    level = unseen(level.flatMap((pack) => pack.related('needs').models))
  )
    levels.push(level);
  return levels;
}
