import { db } from './db.js';
import { Keyword, Note, Package, Person, Version } from './models.js';

/** Deletes what an earlier run has left of packages that are installed no longer. Resolves to the number of packages. */
export async function forgetUninstalled(installed: ReadonlySet<number>, signal: AbortSignal): Promise<number> {
  return db.transaction(
    async (transacting) => {
      const before = await Package.count('*', { transacting });
      for (const version of await Version.fetchAll({ transacting })) {
        if (!installed.has(version.id)) await version.destroy({ transacting });
      }
      await Package.whereDoesntHave('versions').destroy({ transacting });
      await Person.whereDoesntHave('packages').destroy({ transacting });
      await Keyword.whereDoesntHave('packages').destroy({ transacting });
      await Note.whereDoesntHave('subject').destroy({ transacting });
      return before - (await Package.count('*', { transacting }));
    },
    { signal },
  );
}
