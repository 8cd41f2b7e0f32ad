// Require the library as Backbone: its models and collections are stored
import { Backbone } from '@shelf/pg-hstore/backbone';

// Define our models and collections. The urlRoot names the table
const Badger = Backbone.Model.extend({
  urlRoot: '/badgers',
});

const BadgerCollection = Backbone.Collection.extend({
  urlRoot: '/badgers',
  model: Badger,
});

/** The example, step by step: each waits for the one before. */
export async function run(url: string): Promise<void> {
  // Tell the connector how to reach the database
  Backbone.pg_connector.config = { db: url };

  // Let's create a new badger
  const badger = new Badger({ name: 'Bodger', age: 2 });
  // and save it: with this table the age goes into the hstore, and the name into a column of its own
  const saved = badger.save();
  // Here we listen to events, which come once save() has returned
  badger.on('sync', (model) => {
    console.log('Badger saved: ' + model.get('name'));
  });
  badger.on('error', () => {
    console.log('Error saving badger');
  });
  await saved;
  badger.off();

  // Then we change an attribute, and save again; this time we pass callbacks.
  // The first argument is null because it could be attributes to set and save
  badger.set('age', 3);
  await badger.save(null, {
    success(model) {
      console.log('Badger updated: ' + model.get('name'));
    },
    error() {
      console.log('Error updating badger');
    },
  });

  // Here is how a badger is retrieved by its id
  const anotherBadger = new Badger({ id: badger.id });
  await anotherBadger.fetch({
    success(model) {
      console.log('Successfully retrieved badger: ' + model.get('name') + ' (Age: ' + model.get('age') + ')');
    },
  });

  // If it cannot be found, the error callback is called with a "Not found" error.
  // Nobody waits for this promise but us, and so its failure is ours to catch
  await new Badger({ id: 345 })
    .fetch({
      error(_model, err) {
        console.log(err instanceof Error);
        console.log(err.message); // "Not found"
        console.log('Error retrieving badger');
      },
    })
    .catch(() => undefined);

  // A filter narrows what is fetched: to badgers of one owner, say
  await anotherBadger.save({ owner_id: 123 });
  await anotherBadger.fetch({
    filter: { owner_id: 123, name: 'Bodger' }, // where owner_id = 123 and name = 'Bodger'
    success() {
      console.log('It belongs to owner 123');
    },
  });
  // Conditions in SQL are ANDed as well
  await anotherBadger.fetch({
    filter: ['owner_id = 123', "name = 'Bodger'"],
    success() {
      console.log('It still does');
    },
  });

  // Collections: all badgers, or those named bob
  await new Badger({ name: 'bob', age: 7 }).save();
  const badgers = new BadgerCollection();
  await badgers.fetch({
    success(collection) {
      console.log('Successfully fetched badgers: ' + collection.pluck('name').join(', '));
    },
    error() {
      console.log('Error fetching badgers');
    },
  });
  await badgers.fetch({
    filter: { name: 'bob' },
    success(collection) {
      console.log('Badgers named bob: ' + collection.length);
    },
  });

  // And if we want to delete one we just do
  await badger.destroy({
    success() {
      console.log('You just destroyed an endangered animal');
    },
    error() {
      console.log('No badger was harmed');
    },
  });

  await Backbone.pg_connector.close();
}
