import { db } from './db.js';
import { Package } from './models.js';
import { printTable } from './print.js';
import { bar } from './tables.js';

// A query that joins and counts has columns of its own; a model says what they are.

interface FanOutRow {
  name: string;
  number: string;
  needs: number;
  installed: number;
}

class FanOut extends db.Model<FanOutRow> {
  static override tableName = 'versions';
}

/** Which packages depend on the most others, and how many of those are there. */
export async function showFanOuts(): Promise<void> {
  const largest = await FanOut.query((qb) =>
    qb
      .select('packages.name', 'versions.number')
      .count({ needs: 'dependencies.name', installed: 'targets.id' })
      .join('packages', 'packages.id', 'versions.package_id')
      .join('dependencies', 'dependencies.version_id', 'versions.id')
      .leftJoin('packages as targets', 'targets.name', 'dependencies.name')
      .groupBy('versions.id', 'versions.number', 'packages.name')
      .orderBy([{ column: 'needs', order: 'desc' }, 'packages.name', 'versions.number'])
      .limit(10),
  ).fetchAll();

  const most = largest.first()?.get('needs') ?? 0;
  printTable('Largest dependency fan-outs', largest.models, [
    { title: 'package', cell: (version) => version.get('name') },
    { title: 'version', cell: (version) => version.get('number') },
    { title: 'needs', cell: (version) => version.get('needs') },
    { title: 'installed', cell: (version) => version.get('installed') },
    { title: '', cell: (version) => bar(version.get('needs'), most) },
  ]);
}

class Licence extends db.Model<{ license: string | null; packages: number }> {
  static override tableName = 'packages';
}

/** How many packages there are of each licence. */
export async function showLicences(): Promise<void> {
  const licences = await Licence.query((qb) =>
    qb
      .select('license')
      .count({ packages: '*' })
      .groupBy('license')
      .orderBy([{ column: 'packages', order: 'desc' }, 'license'])
      .limit(12),
  ).fetchAll();

  const all = await Package.count();
  const most = licences.first()?.get('packages') ?? 0;
  printTable('Packages by licence', licences.models, [
    { title: 'licence', cell: (licence) => licence.get('license') ?? '(none given)' },
    { title: 'packages', cell: (licence) => licence.get('packages') },
    { title: 'share', cell: (licence) => `${((100 * licence.get('packages')) / all).toFixed(1)} %`.padStart(7) },
    { title: '', cell: (licence) => bar(licence.get('packages'), most) },
  ]);
}

class Maker extends db.Model<{ name: string; packages: number }> {
  static override tableName = 'people';
}

/** Who has a hand in the most packages. */
export async function showPeople(): Promise<void> {
  const makers = await Maker.query((qb) =>
    qb
      .select('people.name')
      .count({ packages: '*' })
      .join('packages_people', 'packages_people.person_id', 'people.id')
      .groupBy('people.id')
      .orderBy([{ column: 'packages', order: 'desc' }, 'people.name'])
      .limit(10),
  ).fetchAll();

  const most = makers.first()?.get('packages') ?? 0;
  printTable('People with most packages', makers.models, [
    { title: 'person', cell: (maker) => maker.get('name') },
    { title: 'packages', cell: (maker) => maker.get('packages') },
    { title: '', cell: (maker) => bar(maker.get('packages'), most) },
  ]);
}

/** The middle page of all packages in order of name. */
export async function showOnePage(): Promise<void> {
  const pageSize = 10;
  const middle = Math.ceil((await Package.count()) / pageSize / 2);
  const packages = await Package.orderBy('name').fetchPage({ page: middle, pageSize });

  const { page, pageCount, rowCount } = packages.pagination;
  printTable(`Packages by name: page ${page} of ${pageCount}, ${rowCount} in all`, packages.models, [
    { title: 'package', cell: (pack) => pack.get('name') },
    { title: 'licence', cell: (pack) => pack.get('license') },
    { title: 'description', cell: (pack) => pack.get('description') },
  ]);
}
