import { createShelf, type Shelf } from '@shelf/core';
import { useMysql, usePostgres } from '@shelf-tooling/servers';
import { mysql } from '@shelf/mysql';
import { postgres } from '@shelf/pg-hstore';
import { sqlite } from '@shelf/sqlite';
import { relations } from '../src/index.js';

/** Tables that have one name in two schemas, of which one stands between others. */
async function loginsOf(db: Shelf, other: string) {
  const { knex } = db;
  for (const sql of [
    `create table ${other}.accounts (id integer primary key)`,
    `create table ${other}.users (id integer primary key, account_id integer, active integer)`,
    'create table users (id integer primary key, crm_id integer, active integer)',
    `insert into ${other}.accounts values (1), (2)`,
    `insert into ${other}.users values (1, 1, 1), (2, 2, 0)`,
    'insert into users values (10, 1, 0), (11, 2, 1), (12, 1, 1)',
  ])
    await knex.raw(sql);
  class Contact extends db.Model {
    static override tableName = `${other}.users`;
  }
  class Login extends db.Model {
    static override tableName = 'users';
  }
  class Account extends db.Model {
    static override tableName = `${other}.accounts`;
    logins() {
      return this.hasMany(Login).through(Contact, 'crm_id', 'account_id').query('orderBy', 'id');
    }
    activeLogins() {
      return this.hasMany(Login)
        .through(Contact, 'crm_id', 'account_id')
        .query((qb) => qb.where({ active: 1, 'users_pivot.active': 1 }).limit(1));
    }
    contacts() {
      return this.belongsToMany(Login, `${other}.users`, 'account_id', 'id', 'id', 'crm_id');
    }
  }
  const names = ['logins', 'activeLogins', 'contacts'] as const;
  const answers: Record<string, unknown> = {};
  for (const name of names) {
    const accounts = await Account.orderBy('id').fetchAll({ withRelated: [name], withCount: [name] });
    const sorted = (collection: { pluck(name: 'id'): unknown[] }): unknown[] =>
      (collection.pluck('id') as number[]).toSorted((a, b) => a - b);
    const lazy: unknown[] = [];
    for (const account of accounts) lazy.push(sorted(await account[name]().fetch({ batch: false })));
    answers[name] = {
      eager: accounts.map((account) => sorted(account.related(name))),
      lazy,
      counts: accounts.pluck(`${name}_count` as never),
      having: (await Account.whereHas(name).orderBy('id').fetchAll()).pluck('id'),
    };
  }
  return answers;
}

const all = { eager: [[10, 12], [11]], lazy: [[10, 12], [11]], counts: [2, 1], having: [1, 2] };
const EXPECTED = {
  logins: all,
  activeLogins: { eager: [[12], []], lazy: [[12], []], counts: [1, 0], having: [1] },
  contacts: all,
};

test('SQLite', async () => {
  const db = createShelf({
    dialect: sqlite({ filename: ':memory:', driver: 'better-sqlite3' }),
    plugins: [relations()],
  });
  try {
    await db.knex.raw("attach ':memory:' as crm");
    expect(await loginsOf(db, 'crm')).toEqual(EXPECTED);
  } finally {
    await db.destroy();
  }
});

describe('PostgreSQL', () => {
  const database = usePostgres();
  test('a table between that has the target’s name in another schema', async () => {
    const [own, other] = [await database.emptySchema(), await database.emptySchema()];
    const dialect = postgres({ connectionString: database.url, searchPath: [own] });
    const db = createShelf({ dialect, plugins: [relations()] });
    try {
      expect(await loginsOf(db, other)).toEqual(EXPECTED);
    } finally {
      await db.destroy();
    }
  });
});

describe('MySQL', () => {
  const databases = useMysql();
  test('a table between that has the target’s name in another database', async () => {
    const db = createShelf({ dialect: mysql(await databases.make()), plugins: [relations()] });
    const other = createShelf({ dialect: mysql(await databases.make()) });
    try {
      const [[{ name }]] = (await other.knex.raw('select database() as name')) as [[{ name: string }]];
      expect(await loginsOf(db, name)).toEqual(EXPECTED);
    } finally {
      await db.destroy();
      await other.destroy();
    }
  });
});
