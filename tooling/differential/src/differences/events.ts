import { eventLog } from '../log.js';
import { authors } from '../programs/tables.js';
import type { Difference } from './difference.js';

const AFTER =
  'inside the after-events (`created updated saved destroyed fetched`) `changed`, `hasChanged` and `previous*` still describe the change, also as `options.previousAttributes`';
const BACKBONE =
  'Backbone’s `on off once trigger listenTo stopListening listenToOnce` (and `bind`/`unbind`), and `triggerThen(name, …args)`';
const RESPONSE = '`created|updated|saved (model, response, options)`, … `destroyed (model, response, options)`';

export const eventDifferences: readonly Difference[] = [
  {
    code: 'handlers of `created`, `updated`, `saved`',
    bookshelf: 'get `(model, options)`',
    shelf: 'get `(model, response, options)`',
    spec: RESPONSE,
    program: async ({ db }) => {
      const author = authors(db).forge({ name: 'Alan' });
      const log = eventLog(author, ['created', 'updated', 'saved']);
      await author.save();
      await author.save({ born: 1912 });
      return log;
    },
    outcome: {
      bookshelf: { result: ['created', 'saved', 'updated', 'saved'].map((event) => [event, 'the model', 'options']) },
      shelf: {
        result: [
          ['created', 'the model', 'a list', 'options'],
          ['saved', 'the model', 'a list', 'options'],
          ['updated', 'the model', 'number', 'options'],
          ['saved', 'the model', 'number', 'options'],
        ],
      },
    },
  },
  {
    code: 'handlers of `destroyed`',
    bookshelf: 'get `(model, options)`',
    shelf: 'get `(model, response, options)`',
    spec: RESPONSE,
    program: async ({ db }) => {
      const author = authors(db).forge({ id: 1 });
      const log = eventLog(author, ['destroyed']);
      await author.destroy();
      return log;
    },
    outcome: {
      bookshelf: { result: [['destroyed', 'the model', 'options']] },
      shelf: { result: [['destroyed', 'the model', 'number', 'options']] },
    },
  },
  {
    code: '`model.changed` in a handler of `saved`',
    bookshelf: 'is empty already',
    shelf: 'is what was saved, until the handlers have settled',
    spec: AFTER,
    program: async ({ db }) => {
      const author = await authors(db).forge({ id: 1 }).fetch({ require: true });
      let seen: unknown;
      author.on(
        'saved',
        (model) => void (seen = [{ ...model.changed }, model.hasChanged('born'), model.previous('born')]),
      );
      await author.save({ born: 1 });
      return [seen, author.hasChanged()];
    },
    outcome: {
      bookshelf: { result: [[{}, false, 1815], false] },
      shelf: { result: [[{ born: 1 }, true, 1815], false] },
    },
  },
  {
    code: '`model.previous()` after a save',
    bookshelf: 'is as the model was last fetched',
    shelf: 'is as the model was last synced: saved or fetched',
    spec: 'an update writes what changed since the last sync',
    program: async ({ db }) => {
      const author = await authors(db).forge({ id: 1 }).fetch({ require: true });
      await author.save({ born: 1 });
      return author.previous('born');
    },
    outcome: { bookshelf: { result: 1815 }, shelf: { result: 1 } },
  },
  {
    code: '`save()` and the event `fetching`',
    bookshelf: 'fires it, for the query that reads the row again',
    shelf: 'does not',
    spec: 'Order: `saving` and `creating`/`updating` before the query; `created`/`updated` and `saved` after.',
    program: async ({ db }) => {
      const author = authors(db).forge({ name: 'Alan' });
      const log = eventLog(author, ['saving', 'creating', 'fetching', 'created', 'saved']);
      await author.save();
      return log.map(([event]) => event);
    },
    outcome: {
      bookshelf: { result: ['saving', 'creating', 'fetching', 'created', 'saved'] },
      shelf: { result: ['saving', 'creating', 'created', 'saved'] },
    },
  },
  {
    code: '`set()` and the event `change`',
    bookshelf: 'fires nothing',
    shelf: 'fires `change (model, options)`',
    spec: 'Model, plain: `change (model, options)` against the last synced state.',
    program: ({ db }) => {
      const author = authors(db).forge({ id: 1 });
      const log = eventLog(author, ['change']);
      author.set('name', 'x');
      return log.map((each) => each.slice(0, 2));
    },
    outcome: { bookshelf: { result: [] }, shelf: { result: [['change', 'the model']] } },
  },
  {
    code: '`trigger(name, …args)`',
    bookshelf: 'gives handlers the name as first argument',
    shelf: 'gives handlers the arguments',
    spec: BACKBONE,
    program: ({ db }) => {
      const author = authors(db).forge();
      const seen: unknown[] = [];
      author.on('hired' as 'saving', (...args) => void seen.push(args));
      (author.trigger as (...args: unknown[]) => unknown).call(author, 'hired', 1, 2);
      return seen;
    },
    outcome: { bookshelf: { result: [['hired', 1, 2]] }, shelf: { result: [[1, 2]] } },
  },
  {
    code: '`on(name, handler, context)`, `on({name: handler})`, `on("all")`, `listenTo`',
    bookshelf: 'are not there: its events are Node’s',
    shelf: 'are Backbone’s',
    spec: BACKBONE,
    program: ({ db }) => {
      const author = authors(db).forge();
      const seen: unknown[] = [typeof author.listenTo, typeof author.bind];
      author.on(
        'hired' as 'saving',
        function (this: unknown) {
          seen.push(this === seen);
        },
        seen,
      );
      author.on('all', () => seen.push('all'));
      (author.trigger as (...args: unknown[]) => unknown).call(author, 'hired');
      return seen.slice(0, 2).concat(seen.slice(2));
    },
    outcome: {
      bookshelf: { result: ['undefined', 'undefined', false] },
      shelf: { result: ['function', 'function', true, 'all'] },
    },
  },
  {
    code: 'an event named `error` that nobody listens to',
    bookshelf: 'throws, as Node’s events do',
    shelf: 'is an event like any other',
    spec: BACKBONE,
    program: ({ db }) => {
      const author = authors(db).forge();
      (author.trigger as (...args: unknown[]) => unknown).call(author, 'error', new RangeError('no'));
      return 'done';
    },
    outcome: { bookshelf: { error: 'Error' }, shelf: { result: 'done' } },
  },
  {
    code: '`bookshelf.on(…)`',
    bookshelf: 'throws a `TypeError`, although documented',
    shelf: 'listens: a shelf is an event bus, with `query` and `query-error` on it',
    spec: 'is itself an event bus',
    program: ({ db }) => {
      const heard: string[] = [];
      db.on('launch', () => heard.push('launch'));
      db.trigger('launch');
      return heard;
    },
    outcome: { bookshelf: { error: 'TypeError' }, shelf: { result: ['launch'] } },
  },
  {
    code: '`collection.fetch()` of no rows',
    bookshelf: 'fires no `fetched`',
    shelf: 'fires `fetched`: the query has run',
    spec: 'a collection’s `fetched` fires when the query has run.',
    program: async ({ db }) => {
      const collection = authors(db).collection();
      const log = eventLog(collection, ['fetched']);
      await collection.query('where', 'id', 99).fetch();
      return log.length;
    },
    outcome: { bookshelf: { result: 0 }, shelf: { result: 1 } },
  },
  {
    code: 'events of models, on their collection',
    bookshelf: 'are not passed on',
    shelf: 'are passed on, as Backbone does it',
    spec: 'plain: `add`, `remove`, `reset`, `sort`, and model events re-emitted.',
    program: async ({ db }) => {
      const collection = authors(db).collection();
      const log = eventLog(collection, ['add', 'remove', 'saving']);
      collection.add({ id: 1 });
      await collection.at(0)?.save({ born: 1 });
      collection.remove(1);
      return log.map(([event]) => event);
    },
    outcome: { bookshelf: { result: [] }, shelf: { result: ['add', 'saving', 'remove'] } },
  },
];
