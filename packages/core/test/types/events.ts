// Events of models, collections and shelves.
import type { Knex } from 'knex';
import type { Collection, CollectionEvents, ModelEvents, SaveOptions } from '@shelf/core';
import { db, User, type UserRow } from './fixtures/db.js';
import { is, type Equal } from './fixtures/equal.js';

declare const user: User;
declare const users: Collection<User>;

declare module '@shelf/core' {
  interface ModelEvents<M, Row> {
    banned: [model: M, reason: string];
  }
  interface CollectionEvents<C, M> {
    imported: [collection: C, models: M[]];
  }
}

// A model's, awaited.
user.on('fetching', (model, columns, options) => {
  columns.push('name');
  options.query.where('age', '>', 17);
  is<Equal<typeof model, User>>();
});
user.on('fetched', async (model, response, options) => {
  is<Equal<typeof response, unknown>>();
  options.previousAttributes?.name?.trim();
});
user.on('saving creating updating', function (model, attrs, options) {
  const name: string | undefined = attrs.name;
  const query: Knex.QueryBuilder = options.query;
  const patch: boolean | undefined = options.patch;
  this.shout();
});
user.on('saved created updated', (model, response, options) => model.shout() + options.previousAttributes?.name);
user.on('destroying', (model, options) => options.query.where('age', 1));
user.on('destroyed', (model, response, options) => options.previousAttributes?.id);
user.on('counting', (model, options) => options.query.whereNull('email'));
user.on('fetching:collection', (collection, columns) => collection.length + columns.length);
user.on('fetched:collection', (collection) => collection.at(0)?.shout());
user.on('committed rolledback', (model) => model.shout());

// A model's, plain.
user.on('change', (model, options) => options.silent);
user.on('change:name', (model, value) => value.trim() + model.shout());
user.on('change:age change:id', (model, value) => value.toFixed());
user.once('change:name', (model, value) => value.trim());
user.bind('saved', (model) => model.shout());
// @ts-expect-error no such column
user.on('change:nmae', () => {});
// @ts-expect-error no such column
user.on('saved change:nmae', () => {});
// @ts-expect-error no such event
user.on('svaed', () => {});
// @ts-expect-error no such event
user.once('saved svaed', () => {});
// @ts-expect-error `attrs` is no number
user.on('saving', (model, attrs: number) => attrs);
// @ts-expect-error no such column
user.on('saving', (model, attrs) => attrs.nmae);
user.on({ saved: (model: User) => model.shout(), 'change:name': () => {} });
// @ts-expect-error no such event
user.on({ svaed: () => {} });
user.on('all', (event, ...args) => event.trim() + args.length);
const anyName: string = 'saved';
user.on(anyName, (...args) => args.length);
user
  .off()
  .off('saved')
  .off('saved change:name', () => {})
  .off(null, null, user)
  .unbind('saved');
// @ts-expect-error no such event
user.off('svaed');

// Triggering.
user.trigger('banned', user, 'spam');
user.on('banned saved', (model, more) => model.shout() + String(more));
user.on('banned', (model, reason) => reason.trim() + model.shout());
user.trigger('committed rolledback', user);
const results: Promise<unknown[]> = user.triggerThen('banned', user, 'spam');
// @ts-expect-error the reason is missing
user.trigger('banned', user);
// @ts-expect-error the reason is no number
void user.triggerThen('banned', user, 1);

// Listening to others.
user.listenTo(users, 'add', (model: User) => model.shout());
user
  .listenToOnce(db, 'query', () => {})
  .stopListening(users, 'add')
  .stopListening();

// A collection's.
users.on('add remove', (model, collection, options) => model.shout() + collection.length + String(options.silent));
users.on('reset sort', (collection) => collection.at(0)?.shout());
users.on(
  'fetching',
  (collection, columns, options) => collection.query(options.query.limit as never) && columns.length,
);
users.on('fetched', (collection, response) => collection.length);
users.on('saved', (model, response, options: SaveOptions) => model.shout());
users.on('change:name', (model, value) => value.trim() + model.shout());
users.on('imported', (collection, models) => models.map((each) => each.shout()));
users.trigger('imported', users, [user]);
// @ts-expect-error no such event
users.on('fetched:collection', () => {});

// The tables of events, for those who write plugins.
is<Equal<ModelEvents<User, UserRow>['banned'], [model: User, reason: string]>>();
is<Equal<CollectionEvents<Collection<User>, User>['add'][0], User>>();

// The shelf's, and a bus for everyone.
db.on('query', ({ sql, bindings, duration, model, table }) => sql.trim() + bindings.length + duration + model + table);
db.on('query-error', (error, { sql }) => String(error) + sql);
db.on('error', (error) => error);
db.on('my:event', (who: User) => who.shout());
db.trigger('my:event', user).off('my:event');
void db.triggerThen('my:event', user).then((all) => all.length);
// @ts-expect-error a query report has no such member
db.on('query', ({ sqll }) => sqll);
