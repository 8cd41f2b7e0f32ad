import type { Knex } from 'knex';
import { db, Keyword, Package, Person, Version } from './models.js';

/** Deletes what an earlier run has left of packages that are installed no longer. Resolves to the number of packages. */
export async function forgetUninstalled(installed: ReadonlySet<number>, signal: AbortSignal): Promise<number> {
  return db.transaction(
    async (transacting) => {
      const before = await Package.count('*', { transacting });
      for (const version of await Version.fetchAll({ transacting })) {
        if (!installed.has(version.id)) await version.destroy({ transacting });
      }
      await Package.query(whereNone('versions.package_id', 'packages.id')).destroy({ transacting });
      await Person.query(whereNone('packages_people.person_id', 'people.id')).destroy({ transacting });
      await Keyword.query(whereNone('keywords_packages.keyword_id', 'keywords.id')).destroy({ transacting });
      return before - (await Package.count('*', { transacting }));
    },
    { signal },
  );
}

/** Keeps the rows that no row of another table belongs to. */
function whereNone(foreignKey: string, key: string): (query: Knex.QueryBuilder) => void {
  const [table = ''] = foreignKey.split('.');
  return (query) => void query.whereNotExists(db.knex(table).whereRaw('?? = ??', [foreignKey, key]));
}
