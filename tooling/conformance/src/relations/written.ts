import type { Knex } from 'knex';
import { withBlog, type Blog } from './blog.js';
import { define, type Declared, type Entity, type Related, type RelationHarness } from './entities.js';

/** A related model, as it is written. */
interface Written extends Related {
  readonly id: unknown;
  save(attributes: object, options: object): Promise<unknown>;
}

interface Case {
  readonly table: string;
  readonly owner: string;
  readonly relation: (owner: Entity, blog: Blog) => Declared;
  readonly narrow: (query: Knex.QueryBuilder) => unknown;
}

/** Relations whose queries select fewer rows than their keys do, with the table that they lead to. */
const CASES: Readonly<Record<string, Case>> = {
  'hasOne with an order and a limit': {
    table: 'posts',
    owner: 'users',
    relation: (user, { Post }) => user.hasOne(Post, 'user_id'),
    narrow: (query) => query.orderBy('id', 'desc').limit(1),
  },
  'hasOne with an order alone': {
    table: 'posts',
    owner: 'users',
    relation: (user, { Post }) => user.hasOne(Post, 'user_id'),
    narrow: (query) => query.orderBy('id', 'desc'),
  },
  'hasOne through, with an order by the rows between': {
    table: 'comments',
    owner: 'users',
    relation: (user, { Post, Comment }) => user.hasOne(Comment).through(Post),
    narrow: (query) => query.orderBy('posts.title', 'desc').orderBy('comments.id', 'desc'),
  },
  'hasOne with a join': {
    table: 'posts',
    owner: 'users',
    relation: (user, { Post }) => user.hasOne(Post, 'user_id'),
    narrow: (query) => query.join('comments', 'comments.post_id', 'posts.id').where('comments.id', 2),
  },
  'morphOne with an order and a limit': {
    table: 'photos',
    owner: 'users',
    relation: (user, { Photo }) => user.morphOne(Photo, 'imageable'),
    narrow: (query) => query.orderBy('url', 'desc').limit(1),
  },
  'hasOne through, with an order by the rows between and a limit': {
    table: 'comments',
    owner: 'users',
    relation: (user, { Post, Comment }) => user.hasOne(Comment).through(Post),
    narrow: (query) => query.orderBy('posts.title', 'desc').orderBy('comments.id', 'desc').limit(1),
  },
  'hasOne through, with an order alone': {
    table: 'comments',
    owner: 'users',
    relation: (user, { Post, Comment }) => user.hasOne(Comment).through(Post),
    narrow: (query) => query.where('comments.id', 2).orderBy('posts.title'),
  },
};

/** What an update or a delete of related rows writes is what a fetch of them reads. */
export function writtenSuite(harness: RelationHarness): void {
  test.each(Object.entries(CASES))('%s', (_, { table, owner, relation, narrow }) =>
    withBlog(harness, async (blog) => {
      const { knex } = blog.db;
      const Owner = define(blog.db, owner);
      const related = (): Written =>
        relation(Owner.forge({ id: 1 }), blog).query((query) => void narrow(query)) as unknown as Written;
      const everyId: number[] = await knex(table).orderBy('id').pluck('id');
      await knex.schema.alterTable(table, (t) => void t.string('mark'));
      const all = relation(Owner.forge({ id: 1 }), blog) as unknown as Written;
      expect((await all.fetch()) === null).toBe(false);
      const found = (await related().fetch()) as unknown as Entity | null;
      const ids = found === null ? [] : [found.id];
      await related().save({ mark: 'x' }, { method: 'update', patch: true, require: false });
      const marked: number[] = await knex(table).where({ mark: 'x' }).pluck('id');
      expect(marked).toEqual(ids);
      await related().destroy();
      expect(await knex(table).orderBy('id').pluck('id')).toEqual(everyId.filter((id) => !marked.includes(id)));
    }),
  );
}
