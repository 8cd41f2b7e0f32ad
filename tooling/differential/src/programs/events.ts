import type { Program } from '../library.js';
import { eventLog } from '../log.js';
import { authors, type Author } from './tables.js';

const all = [
  'fetching',
  'fetched',
  'saving',
  'creating',
  'created',
  'updating',
  'updated',
  'saved',
  'destroying',
  'destroyed',
  'counting',
  'fetching:collection',
  'fetched:collection',
];

/** Order of events, and the arguments of those that have the same. */
export const eventPrograms: Record<string, Program> = {
  'the order of an insert': async ({ db }) => {
    const author = authors(db).forge({ name: 'Alan' });
    const log = eventLog(author, all);
    await author.save();
    return log.map(([event]) => event).filter((event) => event !== 'fetching');
  },
  'the order of an update': async ({ db }) => {
    const author = authors(db).forge({ id: 1 });
    const log = eventLog(author, all);
    await author.save({ born: 1 });
    return log.map(([event]) => event).filter((event) => event !== 'fetching');
  },
  'before-events of saving and destroying': async ({ db }) => {
    const author = authors(db).forge({ name: 'Alan' });
    const log = eventLog(author, ['saving', 'creating', 'updating', 'destroying']);
    await author.save();
    await author.save({ born: 1 });
    await author.destroy();
    return log.map(([event, ...args]) => [event, args.length, args[0]]);
  },
  'a fetch': async ({ db }) => {
    const author = authors(db).forge({ id: 1 });
    const log = eventLog(author, ['fetching', 'fetched']);
    await author.fetch();
    return log;
  },
  'a fetch of nothing': async ({ db }) => {
    const author = authors(db).forge({ id: 99 });
    const log = eventLog(author, all);
    await author.fetch({ require: false });
    return log.map(([event]) => event);
  },
  fetchAll: async ({ db }) => {
    const author = authors(db).forge();
    const log = eventLog(author, ['fetching:collection', 'fetched:collection', 'fetching', 'fetched']);
    await author.fetchAll();
    return log;
  },
  'a collection’s fetch': async ({ db }) => {
    const collection = authors(db).collection();
    const log = eventLog(collection, ['fetching', 'fetched']);
    await collection.fetch();
    return log;
  },
  'a collection’s count': async ({ db }) => {
    const collection = authors(db).collection();
    const log = eventLog(collection, ['counting']);
    await collection.count();
    return log.map(([event, target]) => [event, target]);
  },
  'a failing handler cancels: thrown, rejected, in every before-event': async ({ db }) => {
    const ended: unknown[] = [];
    const actions: [string, (author: Author) => Promise<unknown>][] = [
      ['saving', (author) => author.save({ born: 1 })],
      ['updating', (author) => author.save({ born: 1 })],
      ['destroying', (author) => author.destroy()],
      ['fetching', (author) => author.fetch()],
    ];
    for (const [event, act] of actions) {
      const thrown = authors(db).forge({ id: 1 });
      thrown.on(event as 'saving', () => {
        throw new RangeError(event);
      });
      const rejected = authors(db).forge({ id: 1 });
      rejected.on(event as 'saving', async () => {
        throw new TypeError(event);
      });
      for (const author of [thrown, rejected])
        ended.push([
          event,
          await act(author).then(
            () => 'done',
            (error: unknown) => error,
          ),
        ]);
    }
    return ended;
  },
  'what a saving handler sets is written': async ({ db }) => {
    const author = authors(db).forge({ name: 'Alan' });
    author.on('saving', (model) => void model.set('born', 1912));
    author.on('creating', async (_, attrs) => void Object.assign(attrs, { country: 'uk' }));
    await author.save();
  },
  'options.query constrains': async ({ db }) => {
    const author = authors(db).forge({ country: 'us' });
    author.on('fetching', (_, _columns, options) => void options.query.where('born', '>', 1920));
    const found = await author.fetch({ require: true });
    const collection = authors(db).collection();
    collection.on('fetching', (_, _columns, options) => void options.query.where('born', '>', 1920).orderBy('id'));
    const updated = authors(db).forge({ id: 1 });
    updated.on('updating', (_, _attrs, options) => void options.query.where('born', '>', 1920));
    const error = await updated.save({ country: 'xx' }).then(
      () => 'done',
      (each: unknown) => each,
    );
    return [found.get('name'), (await collection.fetch()).pluck('name'), error];
  },
  'columns changed in place': async ({ db }) => {
    const author = authors(db).forge({ id: 1 });
    author.on('fetching', (_, columns) => {
      columns.length = 0;
      columns.push('name');
    });
    return author.fetch({ require: true });
  },
  triggerThen: async ({ db }) => {
    const author = authors(db).forge();
    const log: unknown[] = [];
    author.on('one' as 'saving', async (...args) => {
      await Promise.resolve();
      log.push(args);
      return 1;
    });
    author.on('one two' as 'saving', (...args) => {
      log.push(args);
      return 2;
    });
    const results = await (author.triggerThen as unknown as (...args: unknown[]) => Promise<unknown[]>).call(
      author,
      'one two',
      'a',
      'b',
    );
    return [results, log];
  },
  'triggerThen rejects on the first failure': async ({ db }) => {
    const author = authors(db).forge();
    const log: string[] = [];
    author.on('one' as 'saving', () => {
      throw new RangeError('one');
    });
    author.on('one' as 'saving', () => log.push('second'));
    const error: unknown = await (author.triggerThen as unknown as (name: string) => Promise<unknown>)
      .call(author, 'one')
      .catch((each: unknown) => each);
    return [error, log];
  },
  'on several names, off, once': ({ db }) => {
    const author = authors(db).forge();
    const log: string[] = [];
    const handler = (): void => void log.push('handler');
    const trigger = (event: string): unknown => (author.trigger as (event: string) => unknown).call(author, event);
    author.on('a b' as 'saving', handler);
    author.once('a' as 'saving', () => log.push('once'));
    trigger('a');
    trigger('a b');
    author.off('a' as 'saving', handler);
    trigger('a b');
    author.off('b' as 'saving');
    trigger('a b');
    author.on('c' as 'saving', handler);
    author.off();
    trigger('c');
    return log;
  },
};
