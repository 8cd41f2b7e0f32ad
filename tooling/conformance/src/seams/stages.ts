import type { Model } from '@shelf/core';
import type { Harness } from '../harness.js';
import { rejectionOf } from '../settling.js';
import { withBlog } from './posts.js';

type Attributes = Record<string, unknown>;

/** The stages that see classes, saves and JSON before core does. */
export function stagesSuite(harness: Harness): void {
  test('class: sees each class once, before its first model', () =>
    withBlog(harness, async ({ db, Post }) => {
      const seen: unknown[] = [];
      db.stage('class', (Class) => void seen.push(Class));
      class Essay extends Post {}
      const Letter = Post.extend({});
      expect(seen).toEqual([]);
      await Post.fetchAll();
      expect([new Essay(), new Essay(), new Post(), new Letter()]).toHaveLength(4);
      expect(seen).toEqual([Post, Essay, Letter]);
    }));

  test('class: one that is registered late sees classes that have models', () =>
    withBlog(harness, async ({ db, Post }) => {
      const seen: unknown[] = [];
      db.stage('class', (Class) => void seen.push('first', Class));
      expect(new Post().isNew()).toBe(true);
      db.stage('class', (Class) => void seen.push('second', Class));
      expect(new Post().isNew()).toBe(true);
      expect(seen).toEqual(['first', Post, 'second', Post]);
    }));

  test('class: a class that is refused has no model, and is refused again', () =>
    withBlog(harness, async ({ db, Post }) => {
      const refused = new Error('refused');
      db.stage('class', () => {
        throw refused;
      });
      expect(() => new Post()).toThrow(refused);
      expect(() => new Post()).toThrow(refused);
    }));

  test('save: may change what a save sets, and a patch writes what it made of that', () =>
    withBlog(harness, async ({ db, Post, titles }) => {
      db.stage('save', (model, attrs, options) => {
        if (!('shout' in attrs)) return;
        attrs['title'] = `${String(attrs['shout']).toUpperCase()} ${options.patch === true ? 'patched' : 'saved'}`;
        delete attrs['shout'];
      });
      const shout = (title: string): Attributes => ({ shout: title });
      const post = await new Post({ id: 1 }).fetch({ require: true });
      await post.save(shout('one'), { patch: true });
      expect(post.get('title')).toBe('ONE patched');
      await post.save(shout('two'));
      await new Post({ tenant: 'c' }).save(shout('three'));
      expect(await titles()).toEqual(['TWO saved', 'a2', 'b1', 'b2', 'THREE saved']);
    }));

  test('save: what it throws rejects the save, and the model is as it was', () =>
    withBlog(harness, async ({ db, Post, titles }) => {
      const refused = new Error('refused');
      db.stage('save', (model) => {
        model.set('title', 'changed');
        throw refused;
      });
      const post = await new Post({ id: 1 }).fetch({ require: true });
      expect(await rejectionOf(post.save({ title: 'x' }))).toBe(refused);
      expect([post.get('title'), post.hasChanged()]).toEqual(['a1', false]);
      expect(await titles()).toEqual(['a1', 'a2', 'b1', 'b2']);
    }));

  test('show: what it leaves out is neither made nor seen, whoever adds it', () =>
    withBlog(harness, async ({ db, Post }) => {
      const asked: string[] = [];
      db.stage('serialize', (model, json, options, shows) => {
        asked.push(`extra ${shows('extra')}`, `other ${shows('other')}`);
        Object.assign(json, { extra: 1, other: 2 });
      });
      const hidden = new Set(['title', 'extra', 'secret']);
      db.stage('show', (model) => (model.get('tenant') === 'a' ? { shows: (name) => !hidden.has(name) } : undefined));
      const secret = { toJSON: () => asked.push('secret was made') };
      const post = new Post({ tenant: 'a', title: 'x' });
      post.relations = { secret, open: 1 };
      expect(post.toJSON()).toEqual({ tenant: 'a', open: 1, other: 2 });
      expect(asked).toEqual(['extra false', 'other true']);
      expect(new Post({ tenant: 'b', title: 'x' }).toJSON()).toEqual({ tenant: 'b', title: 'x', extra: 1, other: 2 });
    }));

  test('show: several have to agree; related models get the options that it says', () =>
    withBlog(
      harness,
      async ({ db, Post }) => {
        const levels: [unknown, unknown][] = [];
        db.stage('show', (model, options) => {
          const { level = 0 } = options as { level?: number };
          levels.push([model.get('title'), level]);
          return { shows: (name) => name !== 'tenant', below: { ...options, level: level + 1 } as object };
        });
        db.stage('show', () => undefined);
        db.stage('show', () => ({ shows: (name) => name !== 'id' }));
        const models = ['outer', 'inner', 'innermost'].map((title, i) => new Post({ id: i, tenant: 'a', title }));
        const [outer, inner, innermost] = models as unknown as [Model, Model, Model];
        outer.relations = { inner };
        inner.relations = { list: Post.collection([innermost as never]) };
        expect(outer.toJSON()).toEqual({ title: 'outer', inner: { title: 'inner', list: [{ title: 'innermost' }] } });
        expect(levels).toEqual([
          ['outer', 0],
          ['inner', 1],
          ['innermost', 2],
        ]);
      },
      { callOptions: ['level'] },
    ));
}
