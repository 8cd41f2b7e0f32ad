// What people write by hand where there is no ORM to do it: one query per table, and Maps that put the rows together.
import type { Comment, Post, TagOfPost, User } from '../schema.js';
import type { GraphSession } from '../session.js';

/** The queries that loading by hand takes, in the words of one library. */
export interface Queries {
  usersUpTo(id: number): Promise<User[]>;
  postsUpTo(id: number): Promise<Post[]>;
  postsOf(userIds: number[]): Promise<Post[]>;
  commentsOf(postIds: number[]): Promise<Comment[]>;
  tagsOf(postIds: number[]): Promise<TagOfPost[]>;
  close(): Promise<void>;
}

/** Loads related rows with these queries. */
export function byHand({ usersUpTo, postsUpTo, postsOf, commentsOf, tagsOf, close }: Queries): GraphSession {
  return {
    async nested(lastUser) {
      const allUsers = await usersUpTo(lastUser);
      const allPosts = await inChunks(idsOf(allUsers), postsOf);
      const allComments = await inChunks(idsOf(allPosts), commentsOf);

      const commentsByPost = new Map<number, object[]>();
      for (const comment of allComments) push(commentsByPost, comment.post_id, { ...comment });
      const postsByUser = new Map<number, object[]>();
      for (const post of allPosts)
        push(postsByUser, post.user_id, { ...post, comments: commentsByPost.get(post.id) ?? [] });
      const result: object[] = [];
      for (const user of allUsers) result.push({ ...user, posts: postsByUser.get(user.id) ?? [] });
      return result;
    },

    async tagged(lastPost) {
      const allPosts = await postsUpTo(lastPost);
      const tagsByPost = new Map<number, object[]>();
      for (const tag of await inChunks(idsOf(allPosts), tagsOf)) push(tagsByPost, tag._pivot_post_id, { ...tag });
      const result: object[] = [];
      for (const post of allPosts) result.push({ ...post, tags: tagsByPost.get(post.id) ?? [] });
      return result;
    },

    close,
  };
}

/** SQLite binds at most 32,766 values, PostgreSQL 65,535. */
const mostBindings = 32_000;

async function inChunks<T>(ids: number[], query: (ids: number[]) => Promise<T[]>): Promise<T[]> {
  if (ids.length <= mostBindings) return query(ids);
  const chunks: T[][] = [];
  for (let start = 0; start < ids.length; start += mostBindings) {
    chunks.push(await query(ids.slice(start, start + mostBindings)));
  }
  return chunks.flat();
}

function idsOf(rows: readonly { readonly id: number }[]): number[] {
  return rows.map(({ id }) => id);
}

function push(lists: Map<number, object[]>, key: number, item: object): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
