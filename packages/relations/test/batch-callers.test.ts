import { AsyncLocalStorage } from 'node:async_hooks';
import { createShelf, type Scope, type ShelfInstance } from '@shelf/core';
import { sqlite } from '@shelf/sqlite';
import { relations } from '../src/index.js';
import { library } from './library.js';

/** Who calls: what a request of a multi-tenant service knows. */
const caller = new AsyncLocalStorage<number>();
const open: ShelfInstance[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((db) => db.destroy()));
});

const ofTenant: Scope = {
  name: 'tenant',
  constrain: (query, { table }) => void query.where(`${table}.org`, caller.getStore() as number),
};

/** Posts that everybody reads; what belongs to them is each tenant's own. */
async function blog(scope: Scope = ofTenant) {
  const db = createShelf({
    dialect: sqlite({ filename: ':memory:', driver: 'better-sqlite3' }),
    plugins: [relations()],
  });
  open.push(db);
  await db.knex.schema.createTable('posts', (t) => {
    t.increments('id');
    t.integer('comment_id');
  });
  for (const table of ['comments', 'covers', 'notes', 'links', 'tags'])
    await db.knex.schema.createTable(table, (t) => {
      t.increments('id');
      t.integer('post_id');
      t.string('subject_type');
      t.integer('subject_id');
      t.integer('tag_id');
      t.integer('org');
      t.string('text');
    });

  class Owned extends db.Model<{ id: number; org: number; text: string }> {
    static override scopes = [scope];
  }
  class Comment extends Owned {
    static override tableName = 'comments';
  }
  class Cover extends Owned {
    static override tableName = 'covers';
  }
  class Note extends Owned {
    static override tableName = 'notes';
  }
  class Link extends Owned {
    static override tableName = 'links';
  }
  class Tag extends db.Model<{ id: number; text: string }> {
    static override tableName = 'tags';
  }
  class Post extends db.Model<{ id: number; comment_id: number | null }> {
    static override tableName = 'posts';
    comments() {
      return this.hasMany(Comment);
    }
    cover() {
      return this.hasOne(Cover);
    }
    notes() {
      return this.morphMany(Note, 'subject');
    }
    best() {
      return this.belongsTo(Comment, 'comment_id');
    }
    tags() {
      return this.belongsToMany(Tag).through(Link);
    }
    linked() {
      return this.belongsToMany(Comment, 'links', 'post_id', 'tag_id');
    }
    own() {
      return this.hasMany(Plain, caller.getStore() === 2 ? 'subject_id' : 'post_id');
    }
  }
  class Plain extends db.Model<{ id: number; text: string }> {
    static override tableName = 'comments';
  }

  const posts = [1, 2, 3, 4];
  const orgs = [1, 2];
  await db.knex('posts').insert(posts.map((id) => ({ id, comment_id: id })));
  for (const table of ['comments', 'covers', 'notes', 'tags'])
    await db.knex(table).insert(
      posts.flatMap((id) =>
        orgs.map((org) => ({
          post_id: id,
          subject_type: 'posts',
          subject_id: id,
          org,
          text: `${table} of ${id} for ${org}`,
        })),
      ),
    );
  const rows = await db.knex('tags').select('id', 'post_id', 'org');
  await db.knex('links').insert(rows.map(({ id, post_id, org }) => ({ post_id, org, tag_id: id })));
  const queries: string[] = [];
  const fetched = await Post.forge().orderBy('id').fetchAll();
  db.on('query', ({ sql }) => void queries.push(sql));
  return { db, Post, Comment, posts: [...fetched.models], queries };
}

/** What each of two tenants, who take turns, is answered when both go on from one promise. */
async function askedTogether<P, T>(parents: readonly P[], ask: (parent: P) => Promise<T>): Promise<T[]> {
  const shared = Promise.resolve();
  return Promise.all(
    parents.map((parent, i) =>
      caller.run((i % 2) + 1, async () => {
        await shared;
        return ask(parent);
      }),
    ),
  );
}

interface Fetchable {
  fetch(options?: { batch: boolean }): Promise<unknown>;
}

function related(post: { related(name: (typeof NAMES)[number]): unknown }, name: (typeof NAMES)[number]): Fetchable {
  return post.related(name) as Fetchable;
}

const NAMES = ['comments', 'cover', 'notes', 'best', 'tags', 'linked'] as const;

test.each(NAMES)('each caller gets rows of its own scope, and callers of one scope share a query: %s', async (name) => {
  const { Post, posts, queries } = await blog();
  const texts = (found: unknown): unknown => JSON.parse(JSON.stringify(found, ['text', 'id']));
  const alone: unknown[] = [];
  for (const [i, post] of posts.entries())
    alone.push(await caller.run((i % 2) + 1, async () => texts(await related(post, name).fetch({ batch: false }))));
  const again = await Post.forge().orderBy('id').fetchAll();
  queries.length = 0;
  const together = await askedTogether(again.models, async (post) => texts(await related(post, name).fetch()));
  expect(together).toEqual(alone);
  expect(JSON.stringify(together)).toMatch(/ for 1.* for 2/s);
  expect(queries).toHaveLength(2);
});

test('one query for all callers where no scope tells them apart', async () => {
  const { posts, queries } = await blog({
    name: 'named',
    constrain: (query) => void query.whereNotNull('text').orWhere('text', ''),
  });
  const found = await askedTogether(posts, async (post) => (await post.related('comments').fetch()).length);
  expect(found).toEqual([2, 2, 2, 2]);
  expect(queries).toHaveLength(1);
  expect(queries[0]).toMatch(/\(.*is not null or .*\) and/);
});

test('what is made of the rows is made in its caller’s context', async () => {
  const { posts, Comment, queries } = await blog({ name: 'all' });
  const seen: { readonly post: number; readonly by: number | undefined }[] = [];
  const see = (text: unknown): void =>
    void seen.push({ post: Number(String(text).slice(12, 13)), by: caller.getStore() });
  Comment.prototype.initialize = function () {
    see(this.get('text'));
  };
  Comment.prototype.parse = function (row) {
    see(row['text']);
    return row;
  };
  await askedTogether(posts.slice(0, 2), (post) => post.related('comments').fetch());
  expect(queries).toHaveLength(1);
  expect(seen).toHaveLength(8);
  expect(seen.filter(({ post, by }) => post !== by)).toEqual([]);
});

test('a scope that takes its time is asked once for each call', async () => {
  let asked = 0;
  const { posts, queries } = await blog({
    name: 'slow',
    async constrain(query, { table }) {
      asked++;
      const org = caller.getStore();
      await Promise.resolve();
      void query.where(`${table}.org`, org as number);
    },
  });
  const found = await askedTogether(posts, async (post) => (await post.related('comments').fetch()).pluck('org'));
  expect(found).toEqual([[1], [2], [1], [2]]);
  expect([asked, queries.length]).toEqual([4, 4]);
});

test('a scope that answers at once is asked once for each call that others join, and for one that nobody joins', async () => {
  const asked: (number | undefined)[] = [];
  const { posts, queries } = await blog({
    name: 'counted',
    constrain(query, { table }) {
      asked.push(caller.getStore());
      void query.where(`${table}.org`, caller.getStore() as number);
    },
  });
  await askedTogether(posts, (post) => post.related('comments').fetch());
  expect([asked.filter((org) => org === 1), asked.filter((org) => org === 2)]).toEqual([
    [1, 1],
    [2, 2],
  ]);
  await caller.run(1, () => posts[0]!.related('comments').fetch());
  expect([asked.length, queries.length]).toEqual([5, 3]);
});

test('a scope that fails a call, or has no rows for it, leaves the others alone', async () => {
  const { posts } = await blog({
    name: 'moody',
    constrain(query, { table }) {
      const org = caller.getStore();
      if (org === 1) throw new Error('not you');
      void query.where(`${table}.org`, org as number);
    },
  });
  const found = await Promise.allSettled(
    posts.map((post, i) => caller.run((i % 2) + 1, () => post.related('comments').fetch())),
  );
  expect(found.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected', 'fulfilled']);
  const { posts: others } = await blog({
    name: 'none',
    constrain: (query, { table }) =>
      caller.getStore() === 1 ? false : void query.where(`${table}.org`, caller.getStore() as number),
  });
  expect(await askedTogether(others, async (post) => (await post.related('comments').fetch()).pluck('org'))).toEqual([
    [],
    [2],
    [],
    [2],
  ]);
});

test.each(['columns', 'wrap', 'take', 'receive'] as const)(
  'a scope with %s answers each call by itself',
  async (part) => {
    const does = {
      columns: () => [],
      wrap: (query: unknown) => query,
      take: () => undefined,
      receive: () => undefined,
    };
    const { posts, queries } = await blog({ name: 'more', [part]: does[part] });
    await askedTogether(posts, (post) => post.related('comments').fetch());
    expect(queries).toHaveLength(4);
  },
);

test('an overridden sync is called for each', async () => {
  const { posts, Comment, queries } = await blog({ name: 'all' });
  let synced = 0;
  Comment.prototype.sync = function (options) {
    synced++;
    return Object.getPrototypeOf(Object.getPrototypeOf(Comment.prototype)).sync.call(this, options);
  };
  await askedTogether(posts, (post) => post.related('best').fetch());
  expect([synced, queries.length]).toEqual([4, 4]);
});

test('values of other types are other conditions', async () => {
  const { posts, queries } = await blog({
    name: 'typed',
    constrain: (query, { table }) =>
      void query.where(`${table}.org`, (caller.getStore() === 1 ? 1 : '1') as unknown as number),
  });
  await askedTogether(posts, (post) => post.related('comments').fetch());
  expect(queries).toHaveLength(2);
});

test('a relation that is declared by who calls is read as each has declared it', async () => {
  const { posts, db } = await blog({ name: 'all' });
  await db.knex('comments').update({ subject_id: 99 });
  const found = await askedTogether(posts, async (post) => (await post.related('own').fetch()).length);
  expect(found).toEqual([2, 0, 2, 0]);
});

test('models of two fetches are two queries, and so are models of none', async () => {
  const { posts, Post, queries } = await blog({ name: 'all' });
  const others = await Post.forge().orderBy('id').fetchAll();
  const single = await new Post({ id: 1 }).fetch();
  queries.length = 0;
  const all = [posts[0], posts[1], others.at(0), others.at(1), single, new Post({ id: 2 })];
  await Promise.all(all.map((post) => post!.related('comments').fetch()));
  expect(queries).toHaveLength(4);
});

test('loops within loops are a query for each level', async () => {
  const { db, queries } = await blog({ name: 'all' });
  class Post extends db.Model<{ id: number; comment_id: number }> {
    static override tableName = 'posts';
    comments() {
      return this.hasMany(Comment, 'post_id');
    }
    best() {
      return this.belongsTo(Comment, 'comment_id');
    }
  }
  class Comment extends db.Model<{ id: number; post_id: number }> {
    static override tableName = 'comments';
    post() {
      return this.belongsTo(Post, 'post_id');
    }
  }
  const posts = await Post.fetchAll();
  queries.length = 0;
  await Promise.all(
    posts.map(async (post) => {
      const comments = await post.related('comments').fetch();
      await Promise.all(comments.map((comment) => comment.related('post').fetch()));
    }),
  );
  expect(queries).toHaveLength(2);
  await Promise.all(posts.map((post) => post.related('best').fetch()));
  await Promise.all(posts.map((post) => post.related('best').related('post').fetch()));
  expect(queries).toHaveLength(4);
});

test('a call’s query is what it was when it was called', async () => {
  const { posts } = await blog({ name: 'all' });
  const [one, two] = posts as [(typeof posts)[0], (typeof posts)[0]];
  const comments = one.related('comments').query('where', 'org', 1);
  const fetches = [comments.fetch(), two.related('comments').query('where', 'org', 1).fetch()];
  comments.query('where', 'org', 2);
  expect((await Promise.all(fetches)).map((each) => each.pluck('org'))).toEqual([[1], [1]]);
  expect((await comments.fetch()).pluck('org')).toEqual([2]);
  const alone = one.related('comments').query('where', 'org', 1);
  const fetching = alone.fetch();
  alone.query('where', 'org', 2);
  expect((await fetching).pluck('org')).toEqual([1]);
  expect((await alone.fetch()).pluck('org')).toEqual([2]);
});

test('parents with one key share no models and no values that can be changed', async () => {
  const { Note, Book, ada, emma } = await library();
  await emma.save({ due: new Date(0) });
  await ada.save({ referrer_id: ada.id });
  for (const text of ['one', 'two']) await new Note({ subject_type: 'books', subject_id: emma.id, text }).save();
  const notes = await Note.fetchAll();
  const [one, two] = (await Promise.all(notes.map((note) => note.related('subject').fetch()))) as unknown as [
    InstanceType<typeof Book>,
    InstanceType<typeof Book>,
  ];
  one.get('due')!.setTime(1);
  expect(two.get('due')).toEqual(new Date(0));
});

test('an alternative in a scope or a constraint leads out of no scope of related rows', async () => {
  const { Post } = await blog({
    name: 'loose',
    constrain: (query, { table }) =>
      void query.where(`${table}.org`, caller.getStore() as number).orWhere(`${table}.org`, -1),
  });
  await caller.run(3, async () => {
    expect(await Post.whereHas('comments', (query) => void query.where('id', 1).orWhere('id', 2)).count()).toBe(0);
    expect(await Post.whereHas('tags', (query) => void query.where('tags.id', 1).orWhere('tags.id', 2)).count()).toBe(
      0,
    );
    const counted = await Post.fetchAll({
      withCount: { comments: (query) => void query.where('id', 1).orWhere('id', 2) },
    });
    expect(counted.map((post) => (post as unknown as { get(name: string): number }).get('comments_count'))).toEqual([
      0, 0, 0, 0,
    ]);
  });
});
