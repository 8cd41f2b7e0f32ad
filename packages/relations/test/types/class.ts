// Models in class form that refer to one another, without annotations.
import { createShelf, type Generated, type Collection } from '@shelf/core';
import { relations } from '@shelf/relations';
import { is, type Equal } from './fixtures/equal.js';
export const db = createShelf({ plugins: [relations()] });

export interface UserRow {
  id: Generated<number>;
  name: string;
  bio: string | null;
  created_at: Generated<Date>;
}
interface PostRow {
  id: Generated<number>;
  title: string;
  user_id: number;
}
interface CommentRow {
  id: Generated<number>;
  text: string;
  post_id: number;
}

export class User extends db.Model<UserRow> {
  static override tableName = 'users';
  posts() {
    return this.hasMany(Post);
  }
  roles() {
    return this.belongsToMany(Role).withPivot(['level']);
  }
  upper() {
    return this.get('name').toUpperCase();
  }
  // without annotation, though it uses related() on this
  firstPost() {
    return this.related('posts').at(0);
  }
}
export class Post extends db.Model<PostRow> {
  static override tableName = 'posts';
  author() {
    return this.belongsTo(User);
  }
  comments() {
    return this.hasMany(Comment);
  }
  photos() {
    return this.morphMany(Photo, 'imageable');
  }
}
export class Comment extends db.Model<CommentRow> {
  post() {
    return this.belongsTo(Post);
  }
}
export class Role extends db.Model<{ id: Generated<number>; name: string }> {
  users() {
    return this.belongsToMany(User);
  }
}
export class Photo extends db.Model<{ id: number; url: string }> {
  owner() {
    return this.morphTo('imageable', Post, User);
  }
}

const u = new User({ id: 1 });
is<Equal<ReturnType<typeof u.firstPost>, Post | undefined>>();
const posts: Collection<Post> = u.related('posts');
const s: string | undefined = u.firstPost()?.get('title');
u.related('posts').at(0)!.related('author').get('name').toUpperCase();
// @ts-expect-error
u.related('nope');
// @ts-expect-error
u.related('upper');
// @ts-expect-error
u.related('get');

const o: Post | User = new Photo().related('owner');
u.fetch({ require: true, withRelated: ['posts.comments', 'roles'] }).then((m) => {
  const j = m.toJSON();
  j.name.toUpperCase();
  const t: string = j.posts[0]!.comments[0]!.text;
  // @ts-expect-error photos not loaded
  j.posts[0].photos;
  const p = m.related('posts').at(0)!.toJSON().comments[0]!.text;
});
// @ts-expect-error
u.fetch({ require: true, withRelated: ['posts.nope'] });
// @ts-expect-error
u.fetch({ require: true, withRelated: ['pots'] });
