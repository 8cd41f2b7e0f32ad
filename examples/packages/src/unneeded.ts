import { Package } from './models.js';
import { printTable } from './print.js';

/** The packages that nothing depends on: somebody must have wanted them for themselves. */
export async function showUnneeded(): Promise<void> {
  const unneeded = await Package.whereDoesntHave('neededBy')
    .orderBy('name')
    .fetchAll({ withRelated: ['needs', { people: (qb) => qb.where('role', 'author') }] });

  printTable(`Packages that nothing depends on: ${unneeded.length}`, unneeded.slice(0, 10), [
    { title: 'package', cell: (pack) => pack.get('name') },
    { title: 'needs', cell: (pack) => pack.related('needs').length },
    { title: 'author', cell: (pack) => pack.related('people').pluck('name').join(', ') },
    { title: 'description', cell: (pack) => pack.get('description') },
  ]);
}
