import type { ModelOf, PrimaryKey, Shelf } from '@shelf/core';
import type { Knex } from 'knex';
import { generatedKey, statementsOf, withShelf, type Harness } from '../harness.js';
import { faultOf } from '../settling.js';

interface JobRow {
  id: PrimaryKey<number>;
  state: string;
  team_id: number;
  place: number | null;
}

interface SeatRow {
  hall: PrimaryKey<number>;
  chair: PrimaryKey<number>;
  state: string;
}

interface Yard {
  readonly db: Shelf;
  readonly Job: ModelOf<JobRow>;
  readonly Seat: ModelOf<SeatRow>;
}

async function withYard(harness: Harness, work: (yard: Yard) => Promise<void>): Promise<void> {
  await withShelf(harness, async (db) => {
    const { knex } = db;
    await knex.raw(
      `create table jobs (id ${generatedKey(harness)}, state varchar(20), team_id integer, place integer)`,
    );
    await knex.schema.createTable('teams', (table) => {
      table.integer('id').primary();
      table.string('name');
    });
    await knex.schema.createTable('seats', (table) => {
      table.integer('hall');
      table.integer('chair');
      table.string('state');
      table.primary(['hall', 'chair']);
    });
    await knex('teams').insert(['a', 'b'].map((name, i) => ({ id: i + 1, name })));
    const job = (team_id: number, i: number): object => ({ state: i === 4 ? 'done' : 'new', team_id, place: 9 - i });
    await knex('jobs').insert([1, 1, 2, 2, 2].map(job));
    const seats = [1, 2].flatMap((hall) => [1, 2].map((chair) => ({ hall, chair, state: 'new' })));
    await knex('seats').insert(seats);
    class Job extends db.Model<JobRow> {
      static override tableName = 'jobs';
    }
    class Seat extends db.Model<SeatRow> {
      static override tableName = 'seats';
      static override idAttribute = ['hall', 'chair'];
    }
    await work({ db, Job, Seat });
  });
}

type Narrow = (query: Knex.QueryBuilder, knex: Knex) => unknown;

const QUERIES: Readonly<Record<string, Narrow>> = {
  'an order and a limit': (q) => q.orderBy('id').limit(1),
  'a descending order and a limit': (q) => q.orderBy('jobs.id', 'desc').limit(2),
  'an offset and a limit': (q) => q.orderBy('place').offset(1).limit(2),
  'an offset alone': (q) => q.orderBy('place').offset(2),
  'a limit of no rows': (q) => q.limit(0),
  'a limit and an alternative': (q) => q.orWhere('jobs.id', 5).orderBy('id', 'desc').limit(1),
  'a join': (q) => q.join('teams', (on) => on.on('teams.id', 'jobs.team_id').onVal('teams.name', 'b')),
  'a join, with an order and a limit': (q) =>
    q.join('teams', 'teams.id', 'jobs.team_id').orderBy('teams.name', 'desc').orderBy('jobs.id').limit(1),
  'a left join that finds nothing': (q) => q.leftJoin('teams', 'teams.id', 'jobs.place').whereNull('teams.id'),
  'distinct rows': (q) => q.distinct().orderBy('id').limit(2),
  'a group': (q) => q.groupBy('jobs.id').havingRaw('max(jobs.team_id) > 1'),
  'a group with an order and a limit': (q) => q.groupBy('jobs.id').orderBy('jobs.id', 'desc').limit(2),
  'a union': (q, knex) => q.where('team_id', 1).union(knex('jobs').where('place', 5)),
  'a union of all': (q, knex) => q.where('team_id', 1).unionAll(knex('jobs').where('team_id', 2)),
  'a common table expression': (q) =>
    q
      .with('b', (cte) => void cte.from('teams').where('name', 'b'))
      .whereIn('team_id', (ids) => void ids.select('id').from('b')),
  'a lock and a limit': (q) => q.orderBy('id').limit(1).forUpdate(),
};

/** An update or a delete writes the rows that its query selects, or none. */
export function selectedRowsSuite(harness: Harness): void {
  const yard = (work: (yard: Yard) => Promise<void>) => (): Promise<void> => withYard(harness, work);
  const take = { method: 'update', patch: true, require: false } as const;

  describe.each(Object.entries(QUERIES))('%s', (_, narrow) => {
    const selected = ({ Job, db }: Yard): InstanceType<Yard['Job']> =>
      Job.where({ state: 'new' })
        .query('where', 'jobs.id', '>', 0)
        .query((q) => void narrow(q, db.knex));

    test(
      'update',
      yard(async (given) => {
        const { db } = given;
        const ids = (await selected(given).fetchAll()).pluck('id').sort((a, b) => Number(a) - Number(b));
        const statements = await statementsOf(db, () => selected(given).save({ state: 'taken' }, take));
        expect(statements.filter((sql) => !/^select/i.test(sql))).toHaveLength(1);
        expect(await db.knex('jobs').where({ state: 'taken' }).orderBy('id').pluck('id')).toEqual(ids);
      }),
    );

    test(
      'destroy',
      yard(async (given) => {
        const { db } = given;
        const ids = (await selected(given).fetchAll()).pluck('id');
        const all: number[] = await db.knex('jobs').orderBy('id').pluck('id');
        await selected(given).destroy();
        expect(await db.knex('jobs').orderBy('id').pluck('id')).toEqual(all.filter((id) => !ids.includes(id)));
      }),
    );
  });

  test(
    'a key of several parts',
    yard(async ({ Seat, db }) => {
      const last = (query: Knex.QueryBuilder): void => void query.orderBy('hall', 'desc').orderBy('chair').limit(1);
      await Seat.where({ state: 'new' }).query(last).save({ state: 'taken' }, take);
      expect(await db.knex('seats').where({ state: 'taken' })).toEqual([{ hall: 2, chair: 1, state: 'taken' }]);
      await Seat.where({ state: 'new' }).query(last).destroy();
      expect(await db.knex('seats').where({ hall: 2 }).pluck('chair')).toEqual([1]);
    }),
  );

  test(
    'a model’s own row, where its query selects it',
    yard(async ({ Job, db }) => {
      const other = new Job({ id: 1 }).query((q) => q.join('teams', 'teams.id', 'jobs.team_id').where('name', 'b'));
      const code = 'NO_ROWS_UPDATED';
      expect((await faultOf(other.save({ state: 'taken' }, { method: 'update', patch: true }))).code).toBe(code);
      const own = new Job({ id: 3 }).query((q) => q.join('teams', 'teams.id', 'jobs.team_id').where('name', 'b'));
      await own.save({ state: 'taken' }, { patch: true });
      expect(await db.knex('jobs').where({ state: 'taken' }).pluck('id')).toEqual([3]);
      // A query without any rows is no reason to look at all of them.
      const all = Job.query((q) => q.limit(1));
      expect((await faultOf(all.destroy())).code).toBe('UNDEFINED_BINDING');
      await Job.query((q) => q.orderBy('id').limit(1)).destroy({ all: true });
      expect(await db.knex('jobs').count('* as n').first()).toMatchObject({ n: expect.anything() });
      expect(await db.knex('jobs').orderBy('id').pluck('id')).toEqual([2, 3, 4, 5]);
    }),
  );

  test(
    'a scope holds on every side of it',
    yard(async ({ Job, db }) => {
      class Ours extends Job {
        static override scopes = [
          { name: 'team', constrain: (query: Knex.QueryBuilder) => void query.where('jobs.team_id', 2) },
        ];
      }
      const union = Ours.where({ id: 3 }).query((q) => q.unionAll(db.knex('jobs').where('id', 1)));
      await union.save({ state: 'taken' }, take);
      expect(await db.knex('jobs').where({ state: 'taken' }).pluck('id')).toEqual([3]);
      await Ours.where('id', '>', 0)
        .query((q) => q.orderBy('id').limit(2))
        .destroy();
      expect(await db.knex('jobs').orderBy('id').pluck('id')).toEqual([1, 2, 5]);
    }),
  );

  test(
    'what has no key, and what is no row, is refused before any SQL',
    yard(async ({ Job, db }) => {
      await db.knex.schema.createTable('notes', (table) => void table.string('text'));
      class Note extends db.Model {
        static override tableName = 'notes';
        static override idAttribute = null;
      }
      await Job.count();
      await Note.count();
      const refused = [
        () => Note.where({ text: 'a' }).query('limit', 1).destroy(),
        () => Note.where({ text: 'a' }).query('limit', 1).save({ text: 'b' }, take),
        () =>
          Job.where({ state: 'new' })
            .query((q) => q.distinct('team_id'))
            .destroy(),
      ];
      const statements = await statementsOf(db, async () => {
        for (const run of refused) expect((await faultOf(run())).code).toBe('INVALID_VALUE');
      });
      expect(statements).toEqual([]);
    }),
  );
}
