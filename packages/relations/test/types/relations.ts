// The stand-in for @shelf/relations: what is loaded, and what may be done with it.
import type { Generated, SerializeOptions } from '@shelf/core';
import type { HasMany, RelationPath, With } from '@shelf/relations';
import { db, Photo, Post, Role, User } from './class.js';
import { is, type Equal } from './fixtures/equal.js';
declare const u: User;
declare const p: Post;

// relation objects
is<Equal<ReturnType<User['posts']>, HasMany<typeof Post>>>();
u.posts()
  .fetch()
  .then((c) => c.at(0)?.get('title'));
u.posts()
  .fetch({ require: true, withRelated: ['comments.post'] })
  .then((c) => {
    const t: string = c.toJSON()[0]!.comments[0]!.text;
    c.at(0)!.related('comments');
  });
u.posts()
  .fetchOne({ require: true, withRelated: ['author'] })
  .then((c) => {
    const t: string = c.toJSON().author!.name;
  });
u.posts()
  .create({ title: 'x' })
  .then((x) => x.get('title'));
u.posts().query('where', 'title', 'x').orderBy('-id').fetch();
// @ts-expect-error
u.posts().where({ titel: 'x' });
// @ts-expect-error attach only on belongsToMany
u.posts().attach(1);
// @ts-expect-error
u.posts().withPivot(['x']);
p.author()
  .fetch({ require: false })
  .then((a) => a?.get('name'));

// belongsToMany / pivot
u.roles().attach(1);
u.roles().attach([1, new Role()]);
u.roles().detach();
u.roles().updatePivot({ level: 2 });
// @ts-expect-error
u.roles().updatePivot({ nope: 2 });
const lvl: unknown = u.related('roles').at(0)!.pivot.get('level');
u.related('roles').attach(2);
// @ts-expect-error
u.related('posts').attach(2);

// through: pivot row known from the join model
interface MembershipRow {
  id: Generated<number>;
  user_id: number;
  team_id: number;
  since: Date;
}
class Membership extends db.Model<MembershipRow> {
  days() {
    return Date.now() - this.get('since').getTime();
  }
}
class Team extends db.Model<{ id: number; name: string }> {
  members() {
    return this.belongsToMany(User).through(Membership).withPivot(['since']);
  }
  posts() {
    return this.hasMany(Post).through(User);
  }
}
declare const team: Team;
const since: Date = team.related('members').at(0)!.pivot.get('since');
const there: number = team.related('members').at(0)!.pivot.get('team_id');
team.related('members').at(0)!.pivot.days().toFixed();
// @ts-expect-error no such column
team.related('members').at(0)!.pivot.get('sinse');
team.members().updatePivot({ since: new Date() });
team.fetch({ require: true, withRelated: ['members.posts', 'posts'] }).then((t) => {
  const s: string = t.toJSON().members[0]!.posts[0]!.title;
  const d: Date = t.related('members').at(0)!.pivot.get('since');
  t.related('members').at(0)!.toJSON().posts;
  t.related('members').attach(1);
});

// morphTo: union
const owner: Post | User = new Photo().related('owner');
new Photo().fetch({ require: true, withRelated: ['owner'] }).then((ph) => {
  const o = ph.toJSON().owner;
  if (o) return 'title' in o ? o.title : o.name;
  return undefined;
});

class Users extends db.Collection<User> {
  static override model = User;
  named(name: string) {
    return this.findWhere({ name });
  }
}

// load accumulates
async function f() {
  const a = await u.load(['posts']);
  const b = await a.load('posts.comments');
  const c = await b.load(['roles', { 'posts.author': (qb) => qb.limit(1) }]);
  const j = c.toJSON();
  j.posts[0]!.comments[0]!.text;
  j.roles[0]!.name;
  j.posts[0]!.author!.name;
  // @ts-expect-error
  j.posts[0]!.photos;
  const plain: User = c; // widens
  // @ts-expect-error the other way round is rejected
  const back: User & With<'posts'> = plain;
  const cs = await u.related('posts').load(['comments', 'author']);
  cs.toJSON()[0]!.comments[0]!.text;
  const all = await User.fetchAll({ withRelated: ['posts.comments.post.author', 'roles'] });
  all.at(0)!.toJSON().posts[0]!.comments[0]!.post!.author!.name;
  const page = await u.fetchPage({ page: 1, withRelated: ['posts'] });
  page.pagination.rowCount;
  page.toJSON()[0]!.posts;
  // a collection's class survives, and so do its models' loaded relations
  const own = await new Users().fetch({ withRelated: ['posts.comments'] });
  own.named('x')?.related('posts');
  own.at(0)!.toJSON().posts[0]!.comments;
  for (const each of own) each.toJSON().posts.length;
  (await own.load('roles')).at(0)!.toJSON().roles.length;
  // a bare string is allowed, the result not narrowed
  is<Equal<typeof bare, User>>();
  const bare = await u.fetch({ require: true, withRelated: 'posts' });
  // dynamic paths: allowed, result not narrowed
  const dyn: string[] = ['posts'];
  const d = await u.fetch({ require: true, withRelated: dyn });
  is<Equal<typeof d, User>>();
}
function needsPosts(x: User & With<'posts'>) {
  return x.related('posts').length;
}
u.fetch({ require: true, withRelated: ['posts', 'roles'] }).then(needsPosts);
u.fetch({ require: true, withRelated: ['posts.comments'] }).then((m) => {
  // a loaded 'posts.comments' implies 'posts'
  needsPosts(m);
});

// overriding toJSON flows into nested JSON
class Author extends db.Model<{ id: number; first: string; last: string; password: string }> {
  books() {
    return this.hasMany(Book);
  }
  override toJSON(o?: SerializeOptions) {
    return { ...super.toJSON(o), full: this.get('first') + this.get('last') };
  }
}
class Book extends db.Model<{ id: number; title: string }> {
  author() {
    return this.belongsTo(Author);
  }
}
new Author().fetch({ require: true, withRelated: ['books.author'] }).then((a) => {
  const j = a.toJSON();
  const x: string = j.full;
  const y: string = j.books[0]!.title;
  const z: string = j.books[0]!.author!.full;
});
const paths: RelationPath<User>[] = ['posts', 'posts.author', 'roles.users'];
// @ts-expect-error
const badPaths: RelationPath<User>[] = ['posts.nope'];
