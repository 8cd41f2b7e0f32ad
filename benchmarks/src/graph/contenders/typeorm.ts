import { EntitySchema, LessThanOrEqual } from 'typeorm';
import { typeormFor } from '../../connect/typeorm.js';
import { servers, type ServerDriver } from '../../drivers.js';
import type { Contender } from '../../group.js';
import type { Comment, Post, PostTag, Tag, User } from '../schema.js';
import type { GraphSession } from '../session.js';

interface UserEntity extends User {
  posts: PostEntity[];
}
interface PostEntity extends Post {
  user: UserEntity;
  comments: CommentEntity[];
  tags: PostTagEntity[];
}
interface CommentEntity extends Comment {
  post: PostEntity;
}
interface PostTagEntity extends PostTag {
  post: PostEntity;
  tag: Tag;
}

const id = { type: 'integer', primary: true } as const;
const integer = { type: 'integer' } as const;
const varchar = { type: 'varchar' } as const;
const text = { type: 'text' } as const;

const UserSchema = new EntitySchema<UserEntity>({
  name: 'users',
  columns: { id, name: varchar, email: varchar },
  relations: { posts: { type: 'one-to-many', target: 'posts', inverseSide: 'user' } },
});
const PostSchema = new EntitySchema<PostEntity>({
  name: 'posts',
  columns: { id, user_id: integer, title: varchar, body: text },
  relations: {
    user: { type: 'many-to-one', target: 'users', joinColumn: { name: 'user_id' } },
    comments: { type: 'one-to-many', target: 'comments', inverseSide: 'post' },
    tags: { type: 'one-to-many', target: 'posts_tags', inverseSide: 'post' },
  },
});
const CommentSchema = new EntitySchema<CommentEntity>({
  name: 'comments',
  columns: { id, post_id: integer, text },
  relations: { post: { type: 'many-to-one', target: 'posts', joinColumn: { name: 'post_id' } } },
});
const TagSchema = new EntitySchema<Tag>({ name: 'tags', columns: { id, name: varchar } });
const PostTagSchema = new EntitySchema<PostTagEntity>({
  name: 'posts_tags',
  columns: {
    post_id: { type: 'integer', primary: true },
    tag_id: { type: 'integer', primary: true },
    weight: integer,
  },
  relations: {
    post: { type: 'many-to-one', target: 'posts', joinColumn: { name: 'post_id' } },
    tag: { type: 'many-to-one', target: 'tags', joinColumn: { name: 'tag_id' } },
  },
});

/** TypeORM, with `relations`; the table between is an entity of its own, as its manual has it for a column of its own. */
export const typeorm: Contender<GraphSession> = {
  name: 'typeorm',
  drivers: servers,

  async open(driver, address) {
    const entities = [UserSchema, PostSchema, CommentSchema, TagSchema, PostTagSchema];
    const db = await typeormFor(driver as ServerDriver, address, entities);
    const { manager } = db;
    return {
      nested: (lastUser) =>
        manager.find(UserSchema, {
          where: { id: LessThanOrEqual(lastUser) },
          relations: { posts: { comments: true } },
        }),

      async tagged(lastPost) {
        const posts = await manager.find(PostSchema, {
          where: { id: LessThanOrEqual(lastPost) },
          relations: { tags: { tag: true } },
        });
        return posts.map(flat);
      },

      close: () => db.destroy(),
    };
  },
};

/** A post as the others show it. */
function flat({ tags, ...post }: PostEntity): object {
  return {
    ...post,
    tags: tags.map(({ tag, post_id, tag_id, weight }) => {
      return { ...tag, _pivot_post_id: post_id, _pivot_tag_id: tag_id, _pivot_weight: weight };
    }),
  };
}
