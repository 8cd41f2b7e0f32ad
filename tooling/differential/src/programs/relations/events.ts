import type { Program } from '../../library.js';
import { eventLog } from '../../log.js';
import { graph } from './graph.js';

const attaching = ['attaching', 'attached', 'detaching', 'detached'];

/** Events of relations, and relations inside transactions. */
export const relationEventPrograms: Record<string, Program> = {
  'attaching and attached': async ({ db }) => {
    const tags = graph(db).Post.forge({ id: 1 }).tags();
    const log = eventLog(tags, attaching);
    const seen: unknown[] = [];
    tags.on('attaching', (_, what) => void seen.push(what));
    await tags.attach([2, 3], {});
    await tags.attach({ tag_id: 1, weight: 1 }, {});
    return [log.map(([event, first]) => [event, first]), seen];
  },
  'detaching and detached': async ({ db }) => {
    const tags = await graph(db).Post.forge({ id: 2 }).tags().fetch();
    const log = eventLog(tags, attaching);
    const seen: unknown[] = [];
    tags.on('detaching', (_, what) => void seen.push(what));
    await tags.detach([2], {});
    await tags.detach(null, {});
    return [log.map(([event, first]) => [event, first]), seen];
  },
  'a failing handler cancels attach and detach': async ({ db }) => {
    const tags = graph(db).Post.forge({ id: 1 }).tags();
    tags.on('attaching', () => {
      throw new RangeError('attaching');
    });
    tags.on('detaching', async () => {
      throw new TypeError('detaching');
    });
    const ended = async (work: Promise<unknown>): Promise<unknown> =>
      work.then(
        () => 'done',
        (error: unknown) => error,
      );
    return [await ended(tags.attach(2)), await ended(tags.detach(1))];
  },
  'handlers are awaited': async ({ db }) => {
    const tags = graph(db).Post.forge({ id: 1 }).tags();
    const seen: unknown[] = [];
    const count = async (): Promise<void> => {
      await new Promise((resolve) => void setTimeout(resolve, 5));
      seen.push((await db.knex('posts_tags').where({ post_id: 1 })).length);
    };
    tags.on('attaching', count);
    tags.on('attached', count);
    tags.on('detaching', count);
    tags.on('detached', count);
    await tags.attach(2);
    seen.push('attached');
    await tags.detach();
    return seen;
  },
  'fetching and fetched of a related collection': async ({ db }) => {
    const posts = graph(db).Author.forge({ id: 2 }).posts();
    const log = eventLog(posts, ['fetching', 'fetched']);
    posts.on('fetching', (_, _columns, options) => void options.query.where('id', 3));
    await posts.fetch();
    return [log.map(([event, first]) => [event, first]), posts.pluck('id')];
  },
  'fetching and fetched of eager-loaded models': async ({ db }) => {
    const { Author, Post, Comment } = graph(db);
    const seen: unknown[] = [];
    class Heard extends Post {
      override initialize(): void {
        this.on('fetching', (_, _columns, options) => void options.query.where('posts.id', '>', 1));
        this.on('fetched', async (model) => {
          await Promise.resolve();
          seen.push([model.get('title'), model.related('comments').length]);
        });
      }
    }
    class Writer extends Author {
      heard() {
        return this.hasMany(Heard, 'author_id');
      }
    }
    class Remark extends Comment {
      heard() {
        return this.belongsTo(Heard, 'post_id');
      }
    }
    await Writer.forge({ id: 2 }).fetch({ require: true, withRelated: ['heard.comments'] });
    const remarks = await Remark.where('id', '<', 3)
      .orderBy('id')
      .fetchAll({ withRelated: ['heard'] });
    return [seen, remarks.map((each) => each.related('heard').get('title'))];
  },
  'events of create on a relation': async ({ db }) => {
    const { Author, Post } = graph(db);
    const seen: unknown[] = [];
    const post = Post.forge({ title: 'Harmful' });
    post.on('saving creating created saved' as 'saving', (model) => void seen.push(model.get('author_id')));
    await Author.forge({ id: 3 }).posts().create(post);
    return seen;
  },
  'eager loading, lazy loading and writing in a transaction': async ({ db }) => {
    const { Author, Post } = graph(db);
    return db.transaction(async (transacting) => {
      const author = await Author.forge({ name: 'Alan' }).save(null, { transacting });
      const post = await author.related('posts').create({ title: 'On computable numbers' }, { transacting });
      const tag = await post.related('tags').create({ name: 'machines' }, { transacting });
      await post.tags().attach(1, { transacting });
      await post.tags().updatePivot({ weight: 7 }, { transacting });
      const loaded = await Author.forge({ id: author.id }).fetch({
        require: true,
        transacting,
        withRelated: ['posts.tags'],
      });
      const found = await Post.forge({ id: post.id }).tags().orderBy('id').fetch({ transacting });
      await loaded.load(['profile'], { transacting });
      await post.tags().detach(1, { transacting });
      return [tag.get('name'), loaded.related('posts').at(0)?.related('tags').pluck('name'), found.pluck('name')];
    });
  },
  'a rollback undoes attach, detach and create': async ({ db }) => {
    const { Post } = graph(db);
    return db.transaction(async (transacting) => {
      const tags = Post.forge({ id: 2 }).tags();
      await tags.detach(null, { transacting });
      await tags.attach([1], { transacting });
      await tags.create({ name: 'lost' }, { transacting });
      await Post.forge({ id: 2 }).comments().create({ text: 'lost' }, { transacting });
      throw new RangeError('no');
    });
  },
};
