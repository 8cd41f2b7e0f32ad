import type { Shelf } from '@shelf/core';
import * as fc from 'fast-check';
import { newShelf } from '../../harness.js';
import type { Entity, EntityClass, Related, RelationHarness, Row } from '../entities.js';
import { build, columnsOf, evaluate, shapes, type Shape } from './queries.js';
import { modelsFor, WAYS, type Way } from './ways.js';
import { makeTables, NO_ROWS, store, worldsOf, type World } from './world.js';

const TIMEOUT = 30 * 60_000;
const NAME = 'related_';

/** A relation, its query, and the rows of the tables that it uses. */
interface Program {
  readonly relation: string;
  readonly query: Shape;
  readonly rows: Partial<World>;
}

const programs: fc.Arbitrary<Program> = fc.constantFrom(...WAYS).chain(({ name, tables, bare }) =>
  fc.record({
    relation: fc.constant(name),
    query: bare === true ? shapes.map(bared) : shapes,
    rows: worldsOf(tables),
  }),
);

/** Without what cannot be written where the table is not known. */
function bared(shape: Shape): Shape {
  return {
    ...shape,
    bare: true,
    join: false,
    union: undefined,
    rows: shape.rows === 'all' ? 'all' : 'distinct columns',
  };
}

/**
 * One relation has one set of rows: however it is asked for, and whatever its query holds, it is what plain arrays give. The seed is
 * printed; `SHELF_SEED` and `SHELF_RUNS` set it and the number of programs.
 */
export function agreementSuite(harness: RelationHarness): void {
  let db: Shelf;
  beforeAll(async () => {
    db = newShelf(harness, { dialect: await harness.dialect() });
    await makeTables(db);
  });
  afterAll(() => db.destroy());

  const seed = Number(process.env['SHELF_SEED'] ?? Date.now() % 2 ** 31);
  const numRuns = Number(process.env['SHELF_RUNS'] ?? (harness.brief === true ? 20 : 75));

  test(
    `${numRuns} random relations with the seed ${seed}`,
    () =>
      fc.assert(
        fc.asyncProperty(programs, (program) => check(db, program)),
        { seed, numRuns },
      ),
    TIMEOUT,
  );
}

async function check(db: Shelf, { relation, query: shape, rows: given }: Program): Promise<void> {
  const way = WAYS.find(({ name }) => name === relation) as Way;
  const world: World = { ...NO_ROWS, ...given };
  await store(db, world, way.tables);
  const aim = { table: way.target, pivot: way.pivot ?? [], besides: way.besides ?? [], knex: db.knex };
  const Owner = modelsFor(db, way, (builder) => build(shape, builder, aim));
  const parents = world[way.owner];
  if (parents.length === 0) return;
  const expected = parents.map((parent) => {
    const rows = evaluate(shape, way.links(world, parent), world.extras);
    return way.single ? rows.slice(0, 1) : rows;
  });
  const visible = way.owner === 'books' ? parents.map(({ hidden }) => hidden === 0) : parents.map(() => true);
  const ids = parents.map(({ id }) => id);
  const seen = <T>(list: readonly T[]): T[] => list.filter((_, i) => visible[i]);
  const picked = (related: unknown): Row[] => pick(columnsOf(shape), related);

  const answers: Record<string, unknown> = {};
  for (const [way_, ask] of Object.entries(WAYS_TO_ASK)) answers[way_] = await ask(Owner, picked).catch(told);
  const wanted = seen(expected);
  const counts = wanted.map(({ length }) => length);
  const having = (some: boolean): unknown[] => seen(ids).filter((_, i) => (counts[i] !== 0) === some);
  // A morphTo leads to several tables.
  const deletes = way.single && way.bare !== true && ofRows(shape);
  if (deletes) answers['destroy'] = await destroyed(db, Owner, way.target).catch(told);
  expect(answers).toEqual({
    lazy: wanted,
    'lazy together': wanted,
    eager: wanted,
    'eager for each': wanted,
    load: wanted,
    'load for each': wanted,
    count: counts,
    withCount: counts,
    'withCount for each': counts,
    whereHas: having(true),
    whereDoesntHave: having(false),
    ...(deletes && { destroy: wanted.map((rows) => rows.map(({ id }) => id)) }),
  });
}

type Ask = (Owner: EntityClass, picked: (related: unknown) => Row[]) => Promise<unknown>;

/** The models of all parents, in the order of their ids. */
async function all(Owner: EntityClass, options?: object): Promise<Entity[]> {
  return (await Owner.forge().orderBy('id').fetchAll(options)).models;
}

/** The same, each fetched by itself. */
async function each(Owner: EntityClass, options: object): Promise<Entity[]> {
  const found: Entity[] = [];
  for (const { id } of await all(Owner)) found.push((await new Owner({ id }).fetch(options)) as Entity);
  return found;
}

const loaded = (parents: readonly Entity[], picked: (related: unknown) => Row[]): Row[][] =>
  parents.map((parent) => picked((parent as unknown as { relations: Record<string, unknown> }).relations[NAME]));
const counted = (parents: readonly Entity[]): unknown[] => parents.map((parent) => parent.get(`${NAME}_count`));

const WAYS_TO_ASK: Readonly<Record<string, Ask>> = {
  async lazy(Owner, picked) {
    const found: Row[][] = [];
    for (const parent of await all(Owner)) found.push(picked(await parent.related(NAME).fetch({ batch: false })));
    return found;
  },
  async 'lazy together'(Owner, picked) {
    const fetched = (await all(Owner)).map(async (parent) => parent.related(NAME).fetch());
    return (await Promise.all(fetched)).map(picked);
  },
  eager: async (Owner, picked) => loaded(await all(Owner, { withRelated: [NAME] }), picked),
  'eager for each': async (Owner, picked) => loaded(await each(Owner, { withRelated: [NAME] }), picked),
  async load(Owner, picked) {
    const list = await Owner.forge().orderBy('id').fetchAll();
    await list.load(NAME);
    return loaded(list.models, picked);
  },
  async 'load for each'(Owner, picked) {
    const parents = await all(Owner);
    for (const parent of parents) await parent.load(NAME);
    return loaded(parents, picked);
  },
  async count(Owner) {
    const counts: unknown[] = [];
    for (const parent of await all(Owner))
      counts.push(await (parent.related(NAME) as Related & { count(): Promise<number> }).count());
    return counts;
  },
  withCount: async (Owner) => counted(await all(Owner, { withCount: [NAME] })),
  'withCount for each': async (Owner) => counted(await each(Owner, { withCount: [NAME] })),
  whereHas: async (Owner) => (await Owner.forge().whereHas(NAME).orderBy('id').fetchAll()).models.map(({ id }) => id),
  whereDoesntHave: async (Owner) =>
    (await Owner.forge().whereDoesntHave(NAME).orderBy('id').fetchAll()).models.map(({ id }) => id),
};

/** Whether the results of a query are rows of the table, which can be deleted. */
function ofRows({ rows }: Shape): boolean {
  return rows === 'all' || rows === 'grouped';
}

/** For each parent, the ids of the rows that are deleted with what is related to it; they come back afterwards. */
async function destroyed(db: Shelf, Owner: EntityClass, target: string): Promise<unknown> {
  const ids = async (): Promise<unknown[]> => db.knex(target).orderBy('id').pluck('id');
  const before = await ids();
  const gone: unknown[][] = [];
  for (const parent of await all(Owner)) {
    const rolledBack = db.transaction(async (transacting) => {
      await parent.related(NAME).destroy({ transacting });
      const left: unknown[] = await transacting(target).pluck('id');
      gone.push(before.filter((id) => !left.includes(id)));
      throw new Error('back');
    });
    await rolledBack.catch((error: Error) => {
      if (error.message !== 'back') throw error;
    });
  }
  return gone;
}

/** The columns of what a relation holds: of a model, of several, or of none. */
function pick(columns: readonly string[], related: unknown): Row[] {
  if (related === null || related === undefined) return [];
  const models = (related as { readonly models?: Entity[] }).models ?? [related as Entity];
  return models.map((model) =>
    Object.fromEntries(columns.map((name) => [name, name === 'n' ? Number(model.get(name)) : model.get(name)])),
  );
}

function told(error: unknown): string {
  const { name, message } = error as Error;
  return `${name}: ${message}`;
}
