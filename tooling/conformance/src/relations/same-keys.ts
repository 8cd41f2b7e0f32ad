import { define, counted, labelsOf, withRelations, type EntityClass, type RelationHarness } from './entities.js';
import { fill, withBlog } from './blog.js';
import type { Shelf } from '@shelf/core';

interface Shop {
  readonly Owner: EntityClass;
  readonly Item: EntityClass;
}

/** Owners and items whose keys are of some SQL type. */
async function makeShop(db: Shelf, sqlType: string): Promise<Shop> {
  await db.knex.schema.createTable('owners', (table) => table.specificType('id', sqlType).primary());
  await db.knex.schema.createTable('items', (table) => {
    table.integer('id').primary();
    table.specificType('owner_id', sqlType);
  });
  await db.knex.schema.createTable('items_owners', (table) => {
    table.integer('item_id');
    table.specificType('owner_id', sqlType);
  });
  const Item: EntityClass = define(db, 'items', {
    owner() {
      return this.belongsTo(Owner);
    },
  });
  const Owner: EntityClass = define(db, 'owners', {
    items() {
      return this.hasMany(Item);
    },
    linked() {
      return this.belongsToMany(Item);
    },
  });
  return { Owner, Item };
}

/** Which keys are the same, and which are not. */
export function sameKeysSuite(harness: RelationHarness): void {
  test.each([['1'], [1], [1n]])('%p is the integer key 1', (id) =>
    withBlog(harness, async ({ db, User, Comment }) => {
      const user = new User({ id });
      const { queries } = await counted(db, async () => user.load(['posts.tags', 'profile', 'photo']));
      expect(labelsOf(user.toJSON()['posts'], 'id')).toEqual([1, 2, 3]);
      expect(user.related('profile').get('motto')).toBe('first');
      expect(user.related('photo').get('url')).toBe('ada.png');
      expect(queries).toBe(4);
      expect((await new User({ id }).related('posts').fetch())?.length).toBe(3);
      const comment = await new Comment({ id: 9, post_id: id }).load('post');
      expect(comment.related('post').get('title')).toBe('post 1');
    }),
  );

  test('of parents that have one key in several types, each gets its rows', () =>
    withBlog(harness, async ({ db, Comment }) => {
      const list = Comment.collection([1, '1', 1n, '4'].map((post_id) => new Comment({ post_id })));
      const { queries } = await counted(db, async () => list.load('post'));
      expect(list.models.map((comment) => comment.related('post').get('title'))).toEqual([
        'post 1',
        'post 1',
        'post 1',
        'post 4',
      ]);
      expect(queries).toBe(1);
    }));

  test('the texts 1, 01 and 1.0 are three keys, and the number 1 is the first', () =>
    withRelations(harness, async (db) => {
      const { Owner, Item } = await makeShop(db, 'varchar(20)');
      await fill(db, {
        owners: [{ id: '1' }, { id: '01' }, { id: '1.0' }],
        items: ['1', '01', '1.0'].map((owner_id, i) => ({ id: i, owner_id })),
      });
      const owners = await Owner.forge()
        .orderBy('id')
        .fetchAll({ withRelated: ['items'] });
      expect(owners.toJSON().map(({ id, items }) => [id, labelsOf(items, 'id')])).toEqual([
        ['01', [1]],
        ['1', [0]],
        ['1.0', [2]],
      ]);
      const items = await Item.forge()
        .orderBy('id')
        .fetchAll({ withRelated: ['owner'] });
      expect(items.toJSON().map(({ owner }) => labelsOf(owner, 'id'))).toEqual(['1', '01', '1.0']);
      const loaded = await new Owner({ id: 1 }).load('items');
      expect(labelsOf(loaded.toJSON()['items'], 'id')).toEqual([0]);
    }));

  test('keys that the database takes for equal are paired', () =>
    withRelations(harness, async (db) => {
      const { Owner, Item } = await makeShop(db, harness.caseless);
      const keys = ['abc', 'ABC', 'Abc', 'XY'];
      await fill(db, {
        owners: [{ id: 'ABC' }, { id: 'xy' }],
        items: keys.map((owner_id, id) => ({ id, owner_id })),
        items_owners: keys.map((owner_id, item_id) => ({ item_id, owner_id })),
      });
      const { value: owners, queries } = await counted(db, async () =>
        Owner.forge()
          .orderBy('id')
          .fetchAll({ withRelated: ['items', 'linked'] }),
      );
      for (const name of ['items', 'linked'])
        expect(owners.toJSON().map((owner) => labelsOf(owner[name], 'id'))).toEqual([[0, 1, 2], [3]]);
      expect(queries).toBe(3);
      const items = await counted(db, async () =>
        Item.forge()
          .orderBy('id')
          .fetchAll({ withRelated: ['owner'] }),
      );
      expect(items.value.toJSON().map(({ owner }) => labelsOf(owner, 'id'))).toEqual(['ABC', 'ABC', 'ABC', 'xy']);
      expect(items.queries).toBe(2);
    }));
}
