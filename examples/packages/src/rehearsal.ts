import type { Knex } from 'knex';
import { db } from './db.js';
import { Dependency, Package, Version } from './models.js';
import { printTable } from './print.js';

/** Updates one package and deletes another in a transaction that fails in the end, and shows that nothing has changed. */
export async function rehearseFailure(): Promise<void> {
  const heaviest = await Package.query((qb) =>
    qb
      .select('packages.*')
      .leftJoin('versions', 'versions.package_id', 'packages.id')
      .leftJoin('dependencies', 'dependencies.version_id', 'versions.id')
      .groupBy('packages.id')
      .orderByRaw('count(dependencies.name) desc, packages.name desc'),
  ).fetch({ require: true });
  const first = (await Package.where('id', '<>', heaviest.id).orderBy('name').fetch()) ?? heaviest;
  const title = `A transaction: ${first.get('name')} gets another licence, ${heaviest.get('name')} is deleted, then something fails`;

  const before = await look(first.id);
  let inside = before;
  let failure = '';
  try {
    await db.transaction(async (transacting) => {
      await first.save({ license: 'Proprietary' }, { transacting });
      await heaviest.destroy({ transacting });
      inside = await look(first.id, transacting);
      // The handler of `saving` in models.ts refuses it.
      await new Package({ name: '' }).save(null, { transacting });
    });
  } catch (error) {
    failure = (error as Error).message;
  }
  const after = await look(first.id);

  printTable(
    title,
    [...before.keys()],
    [
      { title: '', cell: (what) => what },
      { title: 'before', cell: (what) => before.get(what) ?? '' },
      { title: 'inside', cell: (what) => inside.get(what) ?? '' },
      { title: 'after', cell: (what) => after.get(what) ?? '' },
    ],
  );
  const same = [...before].every(([what, value]) => after.get(what) === value);
  console.log(
    `\n  The failure: “${failure}” It was rolled back: ${same ? 'nothing changed' : 'and yet something changed'}.`,
  );
}

/** What such a transaction sees, or what everybody else sees. */
async function look(id: number, transacting?: Knex.Transaction): Promise<Map<string, string | number>> {
  const pack = await Package.where({ id }).fetch({ transacting });
  return new Map<string, string | number>([
    ['packages', await Package.count('*', { transacting })],
    ['versions', await Version.count('*', { transacting })],
    ['dependencies', await Dependency.count('*', { transacting })],
    ['licence', pack === null ? '(deleted)' : (pack.get('license') ?? '(none given)')],
  ]);
}
