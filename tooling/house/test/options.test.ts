import { caseConverter } from '@shelf/case-converter';
import { createShelf, InvalidValueError, type Plugin } from '@shelf/core';
import { exec } from '@shelf/exec';
import { mysql } from '@shelf/mysql';
import { optimisticLock } from '@shelf/optimistic-lock';
import { createHstore, hybrid, postgres } from '@shelf/pg-hstore';
import { registry } from '@shelf/registry';
import { relations } from '@shelf/relations';
import { softDelete } from '@shelf/soft-delete';
import { sqlite } from '@shelf/sqlite';
import { virtuals } from '@shelf/virtuals';
import { visibility } from '@shelf/visibility';

const plugins = { relations, registry, visibility, virtuals, softDelete, optimisticLock, exec, caseConverter };
const dialects = { sqlite, mysql, postgres };

/** A shelf with relations, which some plugins need. */
const onShelf = async (work: (db: ReturnType<typeof createShelf>) => Promise<void> | void): Promise<void> => {
  const dialect = sqlite({ filename: ':memory:', driver: 'better-sqlite3' });
  const db = createShelf({ dialect, plugins: [relations()] });
  try {
    await work(db);
  } finally {
    await db.destroy();
  }
};

test.each(Object.entries({ ...plugins, ...dialects }))('%s() refuses an option that it does not have', (name, make) => {
  const given = { filename: 'a.db', unheardOf: true } as never;
  const known = name === 'sqlite' ? given : ({ unheardOf: true } as never);
  expect(() => make(known)).toThrow(InvalidValueError);
  expect(() => make(known)).toThrow(`${name}() has no option 'unheardOf'`);
});

test('the nearest option is named', () => {
  expect(() => relations({ strictLoadin: 'throw' } as object)).toThrow("did you mean 'strictLoading'?");
  expect(() => softDelete({ colum: 'gone_at' } as object)).toThrow("did you mean 'column'?");
  expect(() => caseConverter({ atribute: String } as object)).toThrow("did you mean 'attribute'?");
  expect(() => sqlite({ filename: ':memory:', readOnly: true } as never)).toThrow("did you mean 'readonly'?");
  expect(() => mysql({ timezone: '+00:00' } as never)).toThrow("did you mean 'timeZone'?");
  expect(() => postgres({ hots: 'localhost' } as never)).toThrow("did you mean 'host'?");
  expect(() => hybrid({} as never, { colunm: 'extra' } as object)).toThrow("did you mean 'column'?");
});

test('createHstore() refuses an option that it does not have', async () => {
  await expect(createHstore({} as never, { schem: 'public' } as object)).rejects.toThrow("did you mean 'schema'?");
});

test.each(Object.entries(plugins))('%s, not called, is refused, and by the types', (name, make) =>
  onShelf((db) => {
    expect(() => db.plugin(make as never)).toThrow(InvalidValueError);
    expect(() => db.plugin([make] as never)).toThrow(`${name}() makes a plugin and was not called`);
    // @ts-expect-error a factory is no plugin
    const uncalled: Plugin = make;
    expect(uncalled).toBe(make);
  }),
);

test('they take their options themselves, and none of shelf.plugin()', () =>
  onShelf((db) => {
    const { relations: _, ...others } = plugins;
    for (const make of Object.values(others))
      expect(() => db.plugin(make(), { hidden: ['password'] })).toThrow(/has no option 'hidden'. It has none/);
  }));

test('calls have the options of the plugins that are installed, and of no others', () =>
  onShelf(async (db) => {
    await db.knex.schema.createTable('users', (t) => void t.increments('id'));
    class User extends db.Model {
      static override tableName = 'users';
    }
    const options: object = { withDeleted: true };
    await expect(User.fetchAll(options)).rejects.toThrow("no option 'withDeleted'");
    db.plugin(softDelete());
    await User.fetchAll({ withDeleted: true, withRelated: [] });
    await expect(User.fetchAll({ withDeletd: true } as object)).rejects.toThrow("did you mean 'withDeleted'?");
    await expect(new User({ id: 1 }).load([], { transactin: null } as object)).rejects.toThrow("'transacting'?");
  }));
