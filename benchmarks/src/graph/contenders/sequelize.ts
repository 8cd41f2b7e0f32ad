import { DataTypes, Op } from 'sequelize';
import { sequelizeFor } from '../../connect/sequelize.js';
import { servers, type ServerDriver } from '../../drivers.js';
import type { Contender } from '../../group.js';
import type { Post, PostTag, Tag } from '../schema.js';
import type { GraphSession } from '../session.js';

interface TaggedPost extends Post {
  tags: (Tag & { pivot: PostTag })[];
}

/** Sequelize 6, with `include`, which is one join: here that is faster than `separate`, a query for each list. */
export const sequelize: Contender<GraphSession> = {
  name: 'sequelize',
  drivers: servers,

  async open(driver, address) {
    const db = sequelizeFor(driver as ServerDriver, address);
    const id = { type: DataTypes.INTEGER, primaryKey: true };
    const { INTEGER, STRING, TEXT } = DataTypes;
    const timestamps = { timestamps: false };
    const User = db.define('users', { id, name: STRING, email: STRING }, timestamps);
    const Post = db.define('posts', { id, user_id: INTEGER, title: STRING, body: TEXT }, timestamps);
    const Comment = db.define('comments', { id, post_id: INTEGER, text: TEXT }, timestamps);
    const Tag = db.define('tags', { id, name: STRING }, timestamps);
    const PostTag = db.define('posts_tags', { post_id: INTEGER, tag_id: INTEGER, weight: INTEGER }, timestamps);
    User.hasMany(Post, { as: 'posts', foreignKey: 'user_id' });
    Post.hasMany(Comment, { as: 'comments', foreignKey: 'post_id' });
    Post.belongsToMany(Tag, { as: 'tags', through: PostTag, foreignKey: 'post_id', otherKey: 'tag_id' });

    return {
      async nested(lastUser) {
        const posts = { association: 'posts', include: ['comments'] };
        const users = await User.findAll({ where: { id: { [Op.lte]: lastUser } }, include: [posts] });
        return users.map((user) => user.toJSON<object>());
      },

      async tagged(lastPost) {
        const tags = { association: 'tags', through: { as: 'pivot' } };
        const posts = await Post.findAll({ where: { id: { [Op.lte]: lastPost } }, include: [tags] });
        return posts.map((post) => flat(post.toJSON<TaggedPost>()));
      },

      close: () => db.close(),
    };
  },
};

/** A post as the others show it. */
function flat({ tags, ...post }: TaggedPost): object {
  return {
    ...post,
    tags: tags.map(({ pivot: { post_id, tag_id, weight }, ...tag }) => {
      return { ...tag, _pivot_post_id: post_id, _pivot_tag_id: tag_id, _pivot_weight: weight };
    }),
  };
}
