import type { Program } from '../../library.js';
import { statementsOf, verbs } from '../../statements.js';
import { graph } from './graph.js';

const names = (list: { pluck(name: string): unknown }): unknown => list.pluck('name');

/** Rows of join tables: attach, detach, updatePivot, withPivot. */
export const pivotPrograms: Record<string, Program> = {
  'attach an id': async ({ db }) => {
    const tags = graph(db).Post.forge({ id: 1 }).tags();
    return [(await tags.attach(2)) === tags, names(await tags.orderBy('id').fetch())];
  },
  'attach ids': async ({ db }) => {
    const { Post } = graph(db);
    await Post.forge({ id: 1 }).tags().attach([2, 3]);
    return names(await Post.forge({ id: 1 }).tags().fetch());
  },
  'attach a model': async ({ db }) => {
    const { Post, Tag } = graph(db);
    const tags = Post.forge({ id: 1 }).related('tags');
    await tags.attach(await Tag.forge({ id: 3 }).fetch({ require: true }));
    return [tags.length, tags.at(0)?.get('name')];
  },
  'attach a hash, with pivot columns': async ({ db }) => {
    const { Post } = graph(db);
    await Post.forge({ id: 1 }).tags().attach({ tag_id: 3, weight: 9 });
    return (await Post.forge({ id: 1 }).tags().orderBy('id').fetch()).toJSON();
  },
  'attach an array of all kinds': async ({ db }) => {
    const { Post, Tag } = graph(db);
    const tag = await Tag.forge({ name: 'new' }).save();
    await Post.forge({ id: 1 })
      .tags()
      .attach([2, tag, { tag_id: 3, weight: 9 }]);
    return (await Post.forge({ id: 1 }).tags().orderBy('id').fetch()).toJSON();
  },
  'attach with keys of its own': async ({ db }) => {
    const { Post, Tag } = graph(db);
    await Tag.forge({ id: 1 }).posts().attach([2, 3]);
    return names(await Post.forge({ id: 2 }).tags().orderBy('id').fetch());
  },
  'attach nothing': async ({ db }) => {
    const tags = graph(db).Post.forge({ id: 1 }).tags();
    await tags.attach([]);
    await (tags.attach as (what: unknown) => Promise<unknown>).call(tags, null);
    return verbs(await statementsOf(db, async () => tags.attach([])));
  },
  'attach through a model': async ({ db }) => {
    const { Author } = graph(db);
    await Author.forge({ id: 3 }).follows().attach([1, 2]);
    await Author.forge({ id: 4 }).follows().attach({ tag_id: 3, since: 1968 });
    return (await Author.forge({ id: 4 }).follows().fetch()).map((each) => each.pivot.get('since'));
  },
  'detach an id': async ({ db }) => {
    const tags = graph(db).Post.forge({ id: 2 }).tags();
    await tags.fetch();
    return [(await tags.detach(2)) === tags, names(tags)];
  },
  'detach ids': async ({ db }) => {
    const tags = await graph(db).Post.forge({ id: 2 }).tags().fetch();
    await tags.detach([2, 3]);
    return tags.length;
  },
  'detach models': async ({ db }) => {
    const tags = await graph(db).Post.forge({ id: 2 }).tags().fetch();
    await tags.detach(tags.models.slice(0, 1));
    return names(tags);
  },
  'detach all': async ({ db }) => {
    const tags = await graph(db).Post.forge({ id: 2 }).tags().fetch();
    await tags.detach();
    return tags.length;
  },
  'detach all with options': async ({ db }) => {
    const tags = await graph(db).Post.forge({ id: 2 }).tags().fetch();
    await db.transaction(async (transacting) => tags.detach(null, { transacting }));
    return tags.length;
  },
  'detach none': async ({ db }) => {
    const tags = await graph(db).Post.forge({ id: 2 }).tags().fetch();
    await tags.detach([]);
    return tags.length;
  },
  'detach by a hash': async ({ db }) => {
    const { Post } = graph(db);
    await Post.forge({ id: 2 }).tags().detach({ weight: 1 });
    return names(await Post.forge({ id: 2 }).tags().fetch());
  },
  'attach and detach what was eager-loaded': async ({ db }) => {
    const { Post, Tag } = graph(db);
    const posts = await Post.forge()
      .orderBy('id')
      .fetchAll({ withRelated: ['tags'] });
    await posts.at(1)?.related('tags').detach(2);
    await posts
      .at(2)
      ?.related('tags')
      .attach(await Tag.forge({ id: 1 }).fetch({ require: true }));
    await posts.at(0)?.related('tags').updatePivot({ weight: 8 });
    return posts.map((post) => post.related('tags').length);
  },
  'fetch in a constrained relation, beside what is loaded': async ({ db }) => {
    const { Post } = graph(db);
    const post = await Post.forge({ id: 2 }).fetch({ require: true, withRelated: ['tags'] });
    const tags = post.tags().query('where', 'name', 'navy');
    return [names(await tags.fetch()), names(post.related('tags'))];
  },
  'updatePivot of all': async ({ db }) => {
    await graph(db).Post.forge({ id: 2 }).tags().updatePivot({ weight: 9 });
  },
  'updatePivot with a query': async ({ db }) => {
    await graph(db)
      .Post.forge({ id: 2 })
      .tags()
      .updatePivot({ weight: 9 }, { query: (qb) => void qb.where('tag_id', 3) });
    await graph(db)
      .Post.forge({ id: 2 })
      .tags()
      .updatePivot({ weight: 7 }, { query: { where: { tag_id: 2 } } as never });
  },
  'updatePivot of none, not required': async ({ db }) => {
    await graph(db)
      .Post.forge({ id: 2 })
      .tags()
      .updatePivot({ weight: 9 }, { query: (qb) => void qb.where('tag_id', 99) });
  },
  'withPivot: a name, a list, more than once': async ({ db }) => {
    const { Post, Tag } = graph(db);
    class Plain extends Post {
      plain() {
        return this.belongsToMany(Tag, 'posts_tags', 'post_id');
      }
    }
    const post = Plain.forge({ id: 1 });
    return [
      (await post.plain().fetch()).toJSON(),
      (await post.plain().withPivot('weight').fetch()).toJSON(),
      (await post.plain().withPivot(['weight', 'post_id']).fetch()).toJSON(),
    ];
  },
  'the pivot is a model': async ({ db }) => {
    const { Post, Author, Follow } = graph(db);
    const [tag] = (await Post.forge({ id: 1 }).tags().fetch()).models;
    const [followed] = (await Author.forge({ id: 1 }).follows().fetch()).models;
    return [tag?.pivot, tag?.attributes, followed?.pivot, (followed?.pivot as unknown) instanceof Follow];
  },
  omitPivot: async ({ db }) => {
    const posts = await graph(db)
      .Post.where('id', 1)
      .fetchAll({ withRelated: ['tags'] });
    return [posts.toJSON({ omitPivot: true }), posts.at(0)?.related('tags').toJSON({ omitPivot: true })];
  },
  'conditions and order on pivot columns': async ({ db }) => {
    const tags = graph(db).Post.forge({ id: 2 }).tags();
    const heavy = await tags.query('where', 'posts_tags.weight', '>', 1).fetch();
    const ordered = await graph(db)
      .Post.forge({ id: 2 })
      .tags()
      .query((qb) => void qb.orderBy('posts_tags.weight'))
      .fetch();
    return [names(heavy), names(ordered)];
  },
  'saving a model that has a pivot': async ({ db }) => {
    const tags = await graph(db).Post.forge({ id: 1 }).tags().fetch();
    const tag = await tags.at(0)?.save({ name: 'mathematics' }, { patch: true });
    return tag?.get('name');
  },
};
