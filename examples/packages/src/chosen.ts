import { Complaint } from './complaint.js';
import { countQueries, type Counted } from './counting.js';
import { Package } from './models.js';
import { settings } from './settings.js';
import { levelsBelow } from './levels.js';

/** How many trees are shown where none is asked for, and how many packages one of them may have. */
const TREES = 3;
const MOST_PACKAGES = 25;

/** The packages whose trees are shown, with what they need down to the third level: one query for each level. */
export async function choosePackages(): Promise<Counted<Package[]>> {
  return settings.trees.length > 0 ? countQueries(askedFor) : countQueries(largest);
}

/** Those that the command line names, in its order. */
async function askedFor(): Promise<Package[]> {
  const packages = await Package.where('name', 'in', settings.trees).fetchAll({ withRelated: ['needs.needs.needs'] });
  return [...new Set(settings.trees)].map((name) => {
    const asked = packages.find((pack) => pack.get('name') === name);
    if (asked === undefined) throw new Complaint(`There is no package ${name} to show the tree of`);
    return asked;
  });
}

/** Of those that nothing depends on, the ones with the largest trees that still fit on a screen. */
async function largest(): Promise<Package[]> {
  const packages = await Package.whereDoesntHave('neededBy')
    .whereHas('needs')
    .orderBy('name')
    .fetchAll({ withRelated: ['needs.needs.needs'] });
  const sizes = new Map<Package, number>(packages.map((pack) => [pack, levelsBelow([pack]).flat().length]));
  return [...sizes]
    .filter(([, size]) => size <= MOST_PACKAGES)
    .sort(([, a], [, b]) => b - a)
    .slice(0, TREES)
    .map(([pack]) => pack);
}
