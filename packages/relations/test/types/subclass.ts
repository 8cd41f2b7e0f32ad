// Models without a row type, and subclasses.
import { db, User, Post } from './class.js';
// no row type: everything any, still usable
class Loose extends db.Model {
  posts() {
    return this.hasMany(Post);
  }
}
const l = new Loose({ anything: 1 });
l.related('posts').at(0)!.get('title');
l.fetch({ require: true, withRelated: ['posts.author'] }).then((x) => x.toJSON().posts[0]!.author!.name);
// @ts-expect-error
l.related('nope');
// constructor, statics, fields
class Ctor extends db.Model<{ id: number; name: string }> {
  static limit = 5;
  readonly note: string;
  constructor(attrs?: Partial<{ id: number; name: string }>, note = 'x') {
    super(attrs);
    this.note = note;
  }
  posts() {
    return this.hasMany(Post, 'owner_id');
  }
}
new Ctor({ id: 1 }).related('posts');
// subclass narrows a relation
class Special extends Post {
  special() {
    return 1;
  }
}
class SpecialUser extends User {
  override posts() {
    return this.hasMany(Special);
  }
}
new SpecialUser().related('posts').at(0)!.special();
new SpecialUser()
  .fetch({ require: true, withRelated: ['posts.author'] })
  .then((s) => s.related('posts').at(0)!.special());
// function taking any class
function all<C extends typeof User | typeof Post>(c: C) {
  return c.fetchAll();
}
