// What a package emits declarations of: no inferred type may be unnameable (TS2742, TS4058, TS4023, TS7056).
import { createShelf, type Generated, type PrimaryKey } from '@shelf/core';
import { relations } from '@shelf/relations';

export const db = createShelf({ client: 'sqlite3', plugins: [relations()] });

export class User extends db.Model<{ id: PrimaryKey<number>; name: string }> {
  posts() {
    return this.hasMany(Post);
  }
  teams() {
    return this.belongsToMany(Team).through(Membership).withPivot(['since']);
  }
  first() {
    return this.related('posts').at(0);
  }
  team() {
    return this.related('teams').at(0);
  }
  async withPosts() {
    return this.fetch({ withRelated: ['posts.author', 'teams'], require: true });
  }
  json() {
    return this.toJSON();
  }
}
export class Post extends db.Model<{ id: Generated<number>; title: string }> {
  author() {
    return this.belongsTo(User);
  }
  subject() {
    return this.morphTo('subject', User, [Team, 'team']);
  }
}
export class Team extends db.Model<{ id: number; name: string }> {
  members() {
    return this.belongsToMany(Users).through(Membership);
  }
  tagged() {
    return this.belongsToMany(Post).withPivot(['weight']);
  }
}
export class Membership extends db.Model<{ user_id: number; team_id: number; since: Date }> {}
export class Users extends db.Collection<User> {
  static override model = User;
  everyone() {
    return this.fetch({ withRelated: ['posts'] });
  }
  loaded() {
    return this.load(['posts', 'teams.members']);
  }
  idle() {
    return this.whereDoesntHave('posts');
  }
}
export const Tag = db.Model.of<{ id: number; label: string }>().extend({
  posts() {
    return this.belongsToMany(Post);
  },
});
export const json = async () => (await User.forge({ id: 1 }).withPosts()).toJSON();
export const members = () => new Team().related('members');
export const sync = () => new Team().tagged().syncPivot([1]);
