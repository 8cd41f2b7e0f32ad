// Models made by `extend` that refer to one another, without annotations.
import { createShelf, type Generated, type Collection } from '@shelf/core';
import { relations } from '@shelf/relations';
const db = createShelf({ plugins: [relations()] });
interface UserRow {
  id: Generated<number>;
  name: string;
}
interface PostRow {
  id: Generated<number>;
  title: string;
}

// mutually circular consts, no annotations
const User = (db.Model<UserRow>).extend(
  {
    tableName: 'users',
    posts() {
      return this.hasMany(Post);
    },
    upper() {
      return this.get('name').toUpperCase();
    },
    first() {
      return this.related('posts').at(0);
    },
  },
  {
    byName(name: string) {
      return this.forge({ name }).fetch({ require: true });
    },
  },
);
const Post = (db.Model<PostRow>).extend({
  tableName: 'posts',
  author() {
    return this.belongsTo(User);
  },
  comments() {
    return this.hasMany(Comment);
  },
});
const Comment = (db.Model<{ id: number; text: string }>).extend({
  post() {
    return this.belongsTo(Post);
  },
});

const u = new User({ id: 1 });
u.related('posts').at(0)!.related('author').get('name').toUpperCase();
u.upper();
const t: string | undefined = u.first()?.get('title');
// @ts-expect-error
u.related('nope');
// @ts-expect-error
u.related('upper');
// @ts-expect-error
u.fetch({ require: true, withRelated: ['posts.nope'] });
u.fetch({ require: true, withRelated: ['posts.comments', { posts: (qb) => qb.limit(1) }] }).then((m) => {
  const s: string = m.toJSON().posts[0]!.comments[0]!.text;
});
User.byName('x').then((m) => m.related('posts'));
// @ts-expect-error
User.forge({ nmae: 'x' });

// class extending an extended model
class Admin extends User {
  level() {
    return this.get('name').length;
  }
}
new Admin().related('posts').at(0)!.get('title');
new Admin()
  .fetch({ require: true, withRelated: ['posts.author'] })
  .then((a) => a.level() + a.toJSON().posts[0]!.author!.name.length);
// extending an extended model again, and a class
const Super = User.extend({
  initialize() {
    this.on('saving', (m, attrs) => {
      const n: string | undefined = attrs.name;
      m.isSuper();
    });
  },
  isSuper() {
    return this.upper() + this.get('name');
  },
  format(attrs) {
    return { ...attrs, x: attrs.name?.length };
  },
});
new Super({ name: 'x' }).isSuper().toUpperCase();
new Super().related('posts').at(0)!.get('title');
Super.byName('x').then((s) => s.upper());
const Admin2 = Admin.extend({
  z() {
    return this.level() + 1;
  },
});
new Admin2().z().toFixed();
new Admin2().level().toFixed();
(db.Model<UserRow>).extend({
  // @ts-expect-error
  idAttribute: 'nope',
});
// untyped, as plain JS users have it
const Loose = db.Model.extend({
  tableName: 'x',
  users() {
    return this.hasMany(User);
  },
});
new Loose({ any: 1 }).related('users').at(0)!.get('name');
