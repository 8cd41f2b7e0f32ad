import type { Program } from '../library.js';
import { authors } from './tables.js';

const name = (each: { get(name: string): unknown }): unknown => each.get('name');

/** Collections: making, membership without results, list functions, fetching, the promised ones. */
export const collectionPrograms: Record<string, Program> = {
  'extend, forge, model': ({ db }) => {
    const Authors = db.Collection.extend({ model: authors(db), names: () => 'names' }, { kind: 'authors' });
    const all = Authors.forge([{ name: 'a' }, authors(db).forge({ name: 'b' })]);
    return [all, all.names(), Authors.kind, all.length, all.at(0)];
  },
  initialize: ({ db }) => {
    const seen: unknown[] = [];
    const Authors = db.Collection.extend({
      model: authors(db),
      initialize(...args: unknown[]) {
        seen.push(args.length, (this as unknown as { length: number }).length);
      },
    });
    void new Authors([{ name: 'a' }], {});
    return seen;
  },
  'Model.collection': ({ db }) => authors(db).collection([{ name: 'a' }]),
  fetch: async ({ db }) => {
    const all = authors(db).collection();
    return [(await all.query('orderBy', 'id').fetch()) === all, all, all.at(0)?.isNew(), all.at(0)?.hasChanged()];
  },
  'fetch replaces what was there': async ({ db }) => {
    const all = authors(db).collection([{ id: 99, name: 'Stale' }]);
    await all.query('orderBy', 'id').fetch();
    return all.map(name);
  },
  'fetch with remove: false merges': async ({ db }) => {
    const all = authors(db).collection([
      { id: 1, name: 'Stale' },
      { id: 99, name: 'Kept' },
    ]);
    await all.query('orderBy', 'id').fetch({ remove: false });
    return [all.map(name), all.at(0)?.hasChanged()];
  },
  'fetch of none, required and not': async ({ db }) => {
    const all = authors(db).collection([{ name: 'Stale' }]);
    await all.query('where', 'id', 99).fetch();
    const Authors = db.Collection.extend({ model: authors(db) });
    const error: unknown = await new Authors()
      .query('where', 'id', 99)
      .fetch({ require: true })
      .catch((each: unknown) => each);
    return [all.length, error instanceof Authors.EmptyError, error instanceof db.EmptyError];
  },
  fetchOne: async ({ db }) => [
    await authors(db)
      .collection()
      .query({ where: { country: 'us' }, orderBy: 'id' })
      .fetchOne({ require: true }),
    await authors(db).collection().query('where', 'id', 99).fetchOne({ require: false }),
  ],
  fetchPage: async ({ db }) => {
    const page = await authors(db).collection().orderBy('id').fetchPage({ page: 2, pageSize: 3 });
    return [page.map(name), page.pagination];
  },
  count: async ({ db }) => [
    await authors(db).collection().count(),
    await authors(db).collection().query('where', 'id', '>', 1).count('id'),
  ],
  'orderBy and query': async ({ db }) => {
    const all = authors(db).collection();
    return [
      (await all.orderBy('-name').fetch()).map(name),
      (await all.query((qb) => void qb.where('id', '<', 3).orderBy('id')).fetch()).map(name),
      await all.resetQuery().count(),
    ];
  },
  create: async ({ db }) => {
    const all = authors(db).collection();
    const made = await all.create({ name: 'Alan' });
    const other = await all.create(authors(db).forge({ name: 'Kurt' }));
    return [made.id, other.id, all.length, all.get(made.id) === made];
  },
  'what cannot be created is not added': async ({ db }) => {
    const all = authors(db).collection();
    const failed = await all.create({ name: 'Ada' }).then(
      () => false,
      () => true,
    );
    return [failed, all.length];
  },
  'add, remove, reset, push, pop, shift, unshift leave the same': ({ db }) => {
    const all = authors(db).collection([{ id: 1, name: 'a' }]);
    const steps: unknown[] = [];
    const step = (_: unknown): void => void steps.push(all.map(name));
    step(
      all.add([
        { id: 2, name: 'b' },
        { id: 3, name: 'c' },
      ]),
    );
    step(all.add({ id: 4, name: 'd' }, { at: 1 }));
    step(all.remove(4));
    step(all.remove([1, 3]));
    step(all.push({ id: 5, name: 'e' }));
    step(all.unshift({ id: 6, name: 'f' }));
    step([all.pop()?.id, all.shift()?.id]);
    step(
      all.set([
        { id: 2, name: 'set' },
        { id: 7, name: 'g' },
      ]),
    );
    step(all.reset([{ id: 8, name: 'h' }]));
    step(all.reset());
    return steps;
  },
  'remove, pop and shift return what was removed': ({ db }) => {
    const all = authors(db).collection([{ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 }]);
    return [all.remove(1), all.pop(), all.shift(), all.remove([{ id: 3 }] as never)];
  },
  'get by id, cid, model': ({ db }) => {
    const all = authors(db).collection([{ id: 1, name: 'a' }, { name: 'new' }]);
    const [, fresh] = all.models;
    return [all.get(1), all.get(fresh?.cid ?? ''), all.get(fresh), all.get({ id: 1 }), all.get(99), all.get(null)];
  },
  'list functions': async ({ db }) => {
    const all = await authors(db).collection().query('orderBy', 'id').fetch();
    const american = (each: { get(name: string): unknown }): boolean => each.get('country') === 'us';
    return [
      all.map(name),
      all.filter(american),
      all.find(american),
      all.some(american),
      all.every(american),
      all.reduce((sum: number, each) => sum + Number(each.get('born')), 0),
      all.reduceRight((text: string, each) => text + String(each.get('name')), ''),
      all.models.every((each) => all.includes(each)),
      all.toArray().length,
      all.isEmpty(),
      all.first(),
      all.last(),
      all.slice(1, 3),
      all.pluck('name'),
      all.groupBy('country'),
      all.countBy('country'),
      all.sortBy('name').map(name),
      all.sortBy((each) => -Number(each.get('born'))).map(name),
    ];
  },
  'forEach and for…of': async ({ db }) => {
    const all = await authors(db).collection().query('orderBy', 'id').fetch();
    const seen: unknown[] = [];
    all.forEach((each, index) => void seen.push([index, each.get('name')]));
    for (const each of all) seen.push(each.id);
    return seen;
  },
  'toJSON and clone': async ({ db }) => {
    const all = await authors(db).collection().query('orderBy', 'id').fetch();
    const copy = all.clone();
    copy.remove(1);
    return [all.toJSON(), JSON.stringify(all), copy.length, all.length, copy.at(0) === all.at(1)];
  },
  'mapThen, reduceThen, invokeThen': async ({ db }) => {
    const all = authors(db).collection([{ name: 'x' }, { name: 'y' }]);
    const saved = await all.invokeThen('save', null, { method: 'insert' });
    return [
      saved.length,
      await all.mapThen(async (each) => `${String(each.get('name'))}!`),
      await all.reduceThen(async (sum: number, each) => sum + String(each.get('name')).length, 0),
      await all.invokeThen('get', 'name'),
    ];
  },
  'sort by hand': ({ db }) => {
    const all = authors(db).collection([{ name: 'b' }, { name: 'a' }]);
    all.comparator = (each: { get(name: string): unknown }) => String(each.get('name'));
    return [all.sort() === all, all.map(name)];
  },
  'sort without a comparator throws': ({ db }) =>
    authors(db)
      .collection([{ name: 'b' }])
      .sort(),
  'parse of the collection': async ({ db }) => {
    const Authors = db.Collection.extend({
      model: authors(db),
      parse: (rows: readonly unknown[]) => rows.slice(0, 2) as never,
    });
    return (await new Authors().query('orderBy', 'id').fetch()).map(name);
  },
};
