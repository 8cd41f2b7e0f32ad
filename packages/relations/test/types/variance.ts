// What is assignable to what.
import type { Collection, Page, ShelfPromise, Model } from '@shelf/core';
import type { With } from '@shelf/relations';
import type { User, Post } from './class.js';
declare const cw: Collection<Post & With<'comments'>>;
const c1: Collection<Post> = cw;
declare const cw2: Collection<Post & With<'comments' | 'author'>>;
const c2: Collection<Post & With<'author'>> = cw2;
// @ts-expect-error
const c3: Collection<Post & With<'comments'>> = c1;
declare const pw: Page<User & With<'posts'>>;
const p1: Page<User> = pw;
const p2: Collection<User> = pw;
declare const uu: User & With<'posts' | 'roles'>;
const u1: User = uu;
const u2: User & With<'roles'> = uu;
const u3: Model = uu;
const u4: Model<any> = uu;
// @ts-expect-error
const u5: User & With<'posts.comments'> = uu;
function generic<M extends Model>(m: M) {
  return m.clone();
}
generic(uu).related('posts');
const arr: Model[] = [uu, null! as Post];
const cm: Collection<Model> = cw;
const cu: Collection<User | Post> = cw;
