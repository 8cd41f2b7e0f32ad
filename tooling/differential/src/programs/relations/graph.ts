import type { Shelf } from '@shelf/core';

type Loose = Record<string, unknown>;

/** Models with relations of every kind, as Bookshelf's documents write them for ES classes. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types, typescript/explicit-function-return-type -- the classes are its types
export function graph(db: Shelf) {
  class Author extends db.Model<Loose> {
    profile() {
      return this.hasOne(Profile);
    }
    posts() {
      return this.hasMany(Post);
    }
    comments() {
      return this.hasMany(Comment).through(Post);
    }
    quotes() {
      return this.hasMany(Quote, 'author_name', 'name');
    }
    topics() {
      return this.belongsToMany(Tag, 'fans', 'fan', 'topic', 'name', 'name');
    }
    follows() {
      return this.belongsToMany(Tag).through(Follow).withPivot(['since']);
    }
    portrait() {
      return this.morphOne(Picture, 'imageable');
    }
    sticker() {
      return this.morphOne(Sticker, 'owner', ['owner_kind', 'owner_key'], 'writer');
    }
  }
  class Profile extends db.Model<Loose> {
    author() {
      return this.belongsTo(Author);
    }
  }
  class Post extends db.Model<Loose> {
    author() {
      return this.belongsTo(Author);
    }
    profile() {
      return this.hasOne(Profile, 'author_id', 'author_id');
    }
    comments() {
      return this.hasMany(Comment);
    }
    tags() {
      return this.belongsToMany(Tag).withPivot(['weight']);
    }
    pictures() {
      return this.morphMany(Picture, 'imageable');
    }
    stickers() {
      return this.morphMany(Sticker, 'owner', ['owner_kind', 'owner_key'], 'piece');
    }
  }
  class Comment extends db.Model<Loose> {
    post() {
      return this.belongsTo(Post);
    }
    author() {
      return this.belongsTo(Author).through(Post);
    }
  }
  class Quote extends db.Model<Loose> {
    author() {
      return this.belongsTo(Author, 'author_name', 'name');
    }
  }
  class Tag extends db.Model<Loose> {
    posts() {
      return this.belongsToMany(Post, 'posts_tags', 'tag_id', 'post_id');
    }
  }
  class Follow extends db.Model<Loose> {}
  class Picture extends db.Model<Loose> {
    imageable() {
      return this.morphTo('imageable', Author, Post);
    }
  }
  class Sticker extends db.Model<Loose> {
    owner() {
      return this.morphTo('owner', ['owner_kind', 'owner_key'], [Author, 'writer'], [Post, 'piece']);
    }
  }
  const models = { Author, Profile, Post, Comment, Quote, Tag, Follow, Picture, Sticker };
  for (const [name, { prototype }] of Object.entries(models))
    Object.assign(prototype, { tableName: `${name.toLowerCase()}s` });
  return models;
}
