// The tables that relations are loaded from: users have posts, posts have comments, and tags through a table between with a column of its own.

export interface User {
  id: number;
  name: string;
  email: string;
}

export interface Post {
  id: number;
  user_id: number;
  title: string;
  body: string;
}

export interface Comment {
  id: number;
  post_id: number;
  text: string;
}

export interface Tag {
  id: number;
  name: string;
}

export interface PostTag {
  post_id: number;
  tag_id: number;
  weight: number;
}

/** A tag with the row that ties it to a post, as ORMs show it. */
export interface TagOfPost extends Tag {
  _pivot_post_id: number;
  _pivot_tag_id: number;
  _pivot_weight: number;
}

/** Everything by table. */
export interface Tables {
  users: User;
  posts: Post;
  comments: Comment;
  tags: Tag;
  posts_tags: PostTag;
}

export const createTables = `
  create table users (id integer primary key, name varchar(100) not null, email varchar(200) not null);
  create table posts (
    id integer primary key,
    user_id integer not null references users (id),
    title varchar(200) not null,
    body text not null
  );
  create index posts_by_user on posts (user_id);
  create table comments (id integer primary key, post_id integer not null references posts (id), text text not null);
  create index comments_by_post on comments (post_id);
  create table tags (id integer primary key, name varchar(100) not null);
  create table posts_tags (
    post_id integer not null references posts (id),
    tag_id integer not null references tags (id),
    weight integer not null
  );
  create index posts_tags_by_post on posts_tags (post_id);
  create index posts_tags_by_tag on posts_tags (tag_id);`;

/** How many rows each table has at first; all posts are by as many users as `authors` says. */
const counts = { users: 10_000, authors: 500, posts: 5000, comments: 20_000, tags: 300, posts_tags: 15_000 };

/** Makes the rows of all tables, the same ones every time: rows are dealt to their parents in turn, as cards are. */
export function makeRows(times: number): { [K in keyof Tables]: Tables[K][] } {
  const [authors, posts, tags] = [counts.authors * times, counts.posts * times, counts.tags * times];
  const post = (index: number) => (index % posts) + 1;
  return {
    users: many(counts.users * times, (index) => {
      return { id: index + 1, name: `Name of user ${index}`, email: `user.${index}@example.com` };
    }),
    posts: many(posts, (index) => {
      return {
        id: index + 1,
        user_id: (index % authors) + 1,
        title: `Title of post ${index}`,
        body: `What post ${index} has to say`,
      };
    }),
    comments: many(counts.comments * times, (index) => {
      return { id: index + 1, post_id: post(index), text: `Comment ${index} on what was said` };
    }),
    tags: many(tags, (index) => ({ id: index + 1, name: `tag ${index}` })),
    posts_tags: many(counts.posts_tags * times, (index) => {
      return { post_id: post(index), tag_id: (index % tags) + 1, weight: index % 7 };
    }),
  };
}

function many<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
