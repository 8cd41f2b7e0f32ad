import { useMysql, usePostgres } from '@shelf-tooling/servers';
import { caseConverter } from '@shelf/case-converter';
import { createShelf, type Dialect, type Plugin, type PrimaryKey } from '@shelf/core';
import { exec } from '@shelf/exec';
import { mysql } from '@shelf/mysql';
import { optimisticLock, StaleModelError } from '@shelf/optimistic-lock';
import { postgres } from '@shelf/pg-hstore';
import { pluginConformance } from '@shelf/plugin-conformance';
import { registry } from '@shelf/registry';
import { relations } from '@shelf/relations';
import { softDelete } from '@shelf/soft-delete';
import { sqlite } from '@shelf/sqlite';
import { virtuals } from '@shelf/virtuals';
import { visibility } from '@shelf/visibility';

const all = { relations, registry, visibility, virtuals, softDelete, optimisticLock, exec, caseConverter };
type Name = keyof typeof all;
const names = Object.keys(all) as Name[];

function ordersOf(list: readonly Name[]): Name[][] {
  if (list.length === 0) return [[]];
  return list.flatMap((last) => {
    const orders = ordersOf(list.filter((each) => each !== last));
    for (const order of orders) order.push(last);
    return orders;
  });
}

const pluginsIn = (order: readonly Name[]): Plugin<never>[] => order.map((name) => all[name]());

interface MemberRow {
  id: PrimaryKey<number>;
  first: string;
  last: string;
  password: string;
  version: number;
  deletedAt: Date | null;
}
interface LoanRow {
  id: PrimaryKey<number>;
  memberId: number;
  title: string;
  version: number;
  deletedAt: Date | null;
}

const inMemory = (): Dialect => sqlite({ filename: ':memory:', driver: 'better-sqlite3' });

/** A program in which every plugin has a say, on a shelf that has them in this order. */
async function program(order: readonly Name[], dialect: Dialect = inMemory()): Promise<unknown[]> {
  const db = createShelf({ dialect, plugins: pluginsIn(order) });
  try {
    await db.knex.schema.createTable('members', (t) => {
      t.increments('id');
      t.string('first');
      t.string('last');
      t.string('password');
      t.integer('version');
      t.datetime('deleted_at');
    });
    await db.knex.schema.createTable('loans', (t) => {
      t.increments('id');
      t.integer('member_id');
      t.string('title');
      t.integer('version');
      t.datetime('deleted_at');
    });
    const Loan = db.Model.of<LoanRow>().extend({ tableName: 'loans', softDelete: true, optimisticLock: true });
    class Member extends db.Model<MemberRow> {
      static override tableName = 'members';
      static override hidden = ['password', 'deletedAt'];
      static override softDelete = { cascade: ['loans'] };
      static override optimisticLock = true;
      static override virtuals = {
        name(this: Member) {
          return `${this.get('first')} ${this.get('last')}`;
        },
      };
      loans() {
        return this.hasMany(Loan);
      }
    }
    const seen: unknown[] = [];
    const ada = await new Member({ first: 'Ada', last: 'King', password: 'secret' }).save();
    await ada.loans().create({ title: 'Emma' });
    const other = await new Member({ id: 1 }).fetch({ require: true, withRelated: ['loans'] });
    seen.push(other.toJSON());
    await ada.save({ last: 'Lovelace' });
    seen.push(await other.destroy().catch((error: unknown) => error instanceof StaleModelError));
    await ada.destroy();
    seen.push(ada.toJSON(), await Member.count(), await Loan.count(), await Loan.count({ withDeleted: true }));
    await ada.restore();
    const back = await Member.whereHas('loans').fetchAll({ withRelated: ['loans'], withCount: ['loans'] });
    seen.push(back.toJSON());
    return seen;
  } finally {
    await db.destroy();
  }
}

test('in any order, a program that uses all of them comes to the same', async () => {
  // Every 373rd, in which each stands before and after each other: all of them would take minutes.
  const [first, ...others] = ordersOf(names).filter((_, i) => i % 373 === 0);
  const expected = await program(first ?? []);
  const loan = { id: 1, memberId: 1, title: 'Emma', version: 1 };
  const member = { id: 1, first: 'Ada', last: 'King', name: 'Ada King', version: 1 };
  expect(expected).toMatchObject([
    { ...member, loans: [loan] },
    true,
    { ...member, last: 'Lovelace', name: 'Ada Lovelace', version: 3 },
    0,
    0,
    1,
    [
      {
        ...member,
        last: 'Lovelace',
        name: 'Ada Lovelace',
        version: 4,
        loansCount: 1,
        loans: [{ ...loan, version: 3 }],
      },
    ],
  ]);
  expect(JSON.stringify(expected)).not.toContain('secret');
  expect(others).toHaveLength(108);
  for (const order of others) expect([order, await program(order)]).toEqual([order, expected]);
});

const postgresDatabase = usePostgres();
const mysqlDatabases = useMysql();

/** A server on which transactions run beside one another; and how one ends that saves what another has written since it read it. */
const servers: readonly { name: string; dialect: () => Promise<Dialect>; late: string }[] = [
  {
    name: 'PostgreSQL',
    dialect: async () =>
      postgres({ connectionString: postgresDatabase.url, searchPath: [await postgresDatabase.emptySchema()] }),
    late: 'SERIALIZATION_FAILURE',
  },
  { name: 'MariaDB', dialect: async () => mysql(await mysqlDatabases.make()), late: 'STALE_MODEL' },
];

describe.each(servers)('on $name', ({ dialect, late }) => {
  test('the program comes to the same', async () => {
    expect(await program(names, await dialect())).toEqual(await program(names));
  });

  test('of those who save one row at the same time one comes through, in transactions of any isolation too', async () => {
    const db = createShelf({ dialect: await dialect(), plugins: pluginsIn(names) });
    try {
      await db.knex.schema.createTable('counters', (t) => {
        t.increments('id');
        t.integer('value');
        t.integer('version');
      });
      const Counter = db.Model.of<{ id: number; value: number; version: number }>().extend({
        tableName: 'counters',
        optimisticLock: true,
      });
      await new Counter({ value: 0 }).save();
      const fetched = async () => new Counter({ id: 1 }).fetch({ require: true });
      const counters = await Promise.all([fetched(), fetched(), fetched(), fetched()]);
      const codes = await Promise.all(
        counters.map((counter, i) =>
          db
            .transaction((transacting) => counter.save({ value: i + 1 }, { transacting }))
            .then(
              () => 'SAVED',
              ({ code }: { code: string }) => code,
            ),
        ),
      );
      expect(codes.toSorted()).toEqual(['SAVED', 'STALE_MODEL', 'STALE_MODEL', 'STALE_MODEL']);
      const winner = counters.find((counter) => counter.get('version') === 2);
      const lost = async (write: 'save' | 'destroy'): Promise<unknown> =>
        db
          .transaction(
            async (transacting) => {
              const seen = await new Counter({ id: 1 }).fetch({ require: true, transacting });
              await winner?.save({ value: (winner.get('value') ?? 0) + 1 });
              return write === 'save' ? seen.save({ value: 8 }, { transacting }) : seen.destroy({ transacting });
            },
            { isolationLevel: 'repeatable read' },
          )
          .catch((error: { code: string }) => error.code);
      expect([await lost('save'), await lost('destroy')]).toEqual([late, late]);
    } finally {
      await db.destroy();
    }
  });
});

/** The suites know columns by one name. That every other is mapped is seen in the plugin's own package. */
const sameNames = (): Plugin<never> =>
  caseConverter({ attribute: (column) => column, column: (attribute) => attribute });

describe('with all of them, the last installed first', () => {
  pluginConformance(() =>
    names.toReversed().map((name) => (name === 'caseConverter' ? sameNames() : (all[name]() as Plugin<never>))),
  );
});
