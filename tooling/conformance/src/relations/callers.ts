import { AsyncLocalStorage } from 'node:async_hooks';
import type { Scope } from '@shelf/core';
import { fill, withBlog } from './blog.js';
import { counted, define, labelsOf, withRelations, type EntityClass, type RelationHarness } from './entities.js';

/** Related rows that several callers ask for in one tick. */
export function callersSuite(harness: RelationHarness): void {
  const caller = new AsyncLocalStorage<number>();
  const scopes: readonly Scope[] = [
    { name: 'tenant', constrain: (query, { table }) => void query.where(`${table}.org`, caller.getStore() as number) },
  ];

  test('a loop over models is one query for each relation', () =>
    withBlog(harness, async ({ db, Post }) => {
      const posts = await Post.forge().orderBy('id').fetchAll();
      for (const name of ['comments', 'tags', 'photos', 'user']) {
        const loaded = await Post.forge()
          .orderBy('id')
          .fetchAll({ withRelated: [name] });
        const { queries } = await counted(db, () =>
          Promise.all(posts.models.map(async (post) => post.related(name).fetch())),
        );
        expect([name, queries]).toEqual([name, 1]);
        const shown = (models: typeof posts): unknown => models.toJSON().map((post) => post[name] ?? {});
        expect(shown(posts)).toEqual(shown(loaded));
      }
    }));

  test.each(['integer', harness.caseless])('each gets the rows of its own scope, by keys of type %s', (type) =>
    withRelations(harness, async (db) => {
      for (const [table, columns] of [
        ['owners', []],
        ['items', ['owner_id']],
        ['links', ['owner_id', 'item_id']],
      ] as const)
        await db.knex.schema.createTable(table, (t) => {
          t.specificType('id', type).primary();
          for (const column of columns) t.specificType(column, type);
          t.integer('org');
        });
      const Item: EntityClass = define(db, 'items', { scopes });
      const Link: EntityClass = define(db, 'links', { scopes });
      const Owner: EntityClass = define(db, 'owners', {
        items() {
          return this.hasMany(Item);
        },
        linked() {
          return this.belongsToMany(Item).through(Link);
        },
      });
      const key = (id: number): unknown => (type === 'integer' ? id : String(id));
      const rows = [1, 2, 3, 4].flatMap((owner) => [1, 2].map((org) => ({ id: key(owner * 10 + org), owner, org })));
      await fill(db, {
        owners: [1, 2, 3, 4].map((id) => ({ id: key(id), org: 0 })),
        items: rows.map(({ id, owner, org }) => ({ id, owner_id: key(owner), org })),
        links: rows.map(({ id, owner, org }) => ({ id, owner_id: key(owner), item_id: id, org })),
      });
      const owners = await Owner.forge().orderBy('id').fetchAll();
      const shared = Promise.resolve();
      for (const name of ['items', 'linked']) {
        const { value, queries } = await counted(db, () =>
          Promise.all(
            owners.models.map((owner, i) =>
              caller.run((i % 2) + 1, async () => {
                await shared;
                return (await owner.related(name).fetch())?.toJSON();
              }),
            ),
          ),
        );
        expect(value.map((each) => labelsOf(each, 'id'))).toEqual([11, 22, 31, 42].map((id) => [key(id)]));
        expect(queries).toBe(2);
      }
    }),
  );
}
