// Loading, counting and asking for relations; the plugin's options.
import { createShelf, type AnyCollection, type AnyModel, type Collection } from '@shelf/core';
import { relations, type Constraint, type RelationsOptions, type With } from '@shelf/relations';
import type { Knex } from 'knex';
import { Post, User } from './class.js';
import { is, type Equal } from './fixtures/equal.js';

declare const u: User;
declare const users: Collection<User>;
declare const t: Knex.Transaction;
declare const names: string[];
class Users extends createShelf({ plugins: [relations()] }).Collection<User> {}

// The plugin.
const options: RelationsOptions = { batch: false, strictLoading: 'warn' };
createShelf({ plugins: [relations(), [relations({ strictLoading: 'throw' })]] });
// @ts-expect-error no such way
relations({ strictLoading: 'log' });
// @ts-expect-error no such option
relations({ bacth: false });

async function load() {
  is<Equal<typeof one, User & With<'posts'>>>();
  const one = await u.load('posts', { transacting: t });
  (await u.load({ posts: (qb) => qb.limit(1) })).toJSON().posts[0]!.title.trim();
  (await u.load({ 'posts.comments': (qb) => qb.limit(1), roles: (qb) => qb.limit(2) })).toJSON().posts[0]!.comments;
  (await u.load(['roles', { 'posts.author': (qb) => qb.limit(1) }])).toJSON().posts[0]!.author!.name.trim();
  is<Equal<typeof dynamic, User>>();
  const dynamic = await u.load(names);
  (await users.load('posts')).at(0)!.toJSON().posts.length;
  (await users.load({ posts: (qb) => qb.limit(1) })).toJSON()[0]!.posts[0]!.title.trim();
  (await users.load(['posts', { roles: (qb) => qb.limit(1) }])).toJSON()[0]!.roles[0]!.name.trim();
  (await u.related('posts').load('comments')).toJSON()[0]!.comments.length;
  // @ts-expect-error not loaded
  one.toJSON().roles;
  // @ts-expect-error no such relation
  await u.load('pots');
  // @ts-expect-error no such relation
  await u.load({ 'posts.coments': (qb) => qb.limit(1) });
  // @ts-expect-error no such relation
  await users.load(['posts.coments']);
  // @ts-expect-error no such relation
  await users.load({ pots: (qb) => qb.limit(1) });
  // @ts-expect-error no such option
  await u.load('posts', { transactin: t });
}

// Constraints: the builder as the argument, the related model or collection as `this`.
async function constraints() {
  const named: Constraint = (qb) => qb.limit(1);
  await u.fetch({ withRelated: [{ posts: named }] });
  await u.fetch({
    withRelated: [
      {
        posts(qb) {
          is<Equal<typeof this, AnyModel | AnyCollection>>();
          is<Equal<typeof qb, Knex.QueryBuilder>>();
          qb.limit(1);
        },
      },
    ],
  });
  await User.fetchAll({ withRelated: ['posts'], batch: false });
  await u.posts().fetch({ batch: false });
  await u.fetch({ withRelated: 'posts' });
  // @ts-expect-error no such method
  await u.fetch({ withRelated: [{ posts: (qb) => qb.limt(1) }] });
  // @ts-expect-error a constraint is a function
  await u.fetch({ withRelated: [{ posts: 'comments' }] });
  // @ts-expect-error not a relation
  await u.fetch({ withRelated: ['upper'] });
  // @ts-expect-error yes or no
  await u.fetch({ batch: 'no' });
}

// Existence.
function existence() {
  const some: User = User.whereHas('posts').where({ name: 'x' });
  const none: User = User.whereDoesntHave('posts.comments', (qb) => qb.where('text', 'x'));
  u.whereHas('posts.comments.post').whereDoesntHave('roles', function (qb) {
    qb.limit(1);
  });
  users.whereHas('posts').whereDoesntHave('roles').at(0)?.upper();
  new Users().whereHas('posts').orderBy('name');
  u.posts()
    .whereHas('comments', (qb) => qb.where('text', 'x'))
    .create({ title: 'x' });
  User.whereHas(names[0] ?? 'posts');
  // @ts-expect-error no such relation
  User.whereHas('pots');
  // @ts-expect-error no such relation
  User.whereDoesntHave('posts.coments');
  // @ts-expect-error no such relation
  u.whereHas('posts.coments');
  // @ts-expect-error not a relation
  users.whereHas('upper');
  // @ts-expect-error no such method
  u.whereHas('posts', (qb) => qb.limt(1));
}
class Author extends User {
  static withPosts() {
    return this.whereHas('posts').fetchAll({ withRelated: ['posts'] });
  }
  idle() {
    return this.whereDoesntHave('posts').fetchAll();
  }
}
void Author.withPosts().then((authors) => authors.at(0)?.toJSON().posts.length);

// related() takes one name.
// @ts-expect-error a path
u.related('posts.comments');
const posts: Collection<Post> = u.related('posts');
