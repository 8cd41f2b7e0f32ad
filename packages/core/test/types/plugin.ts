// Plugins that merge their types into core's: @shelf/relations is a large one, these are small.
import { createShelf, type Collection, type Generated } from '@shelf/core';
import { is, type Equal } from './fixtures/equal.js';
import exec from './fixtures/exec.js';
import { labels, type Labelled } from './fixtures/labels.js';

const db = createShelf({ plugins: [labels(), exec()] });
interface UserRow {
  id: Generated<number>;
  name: string;
}
class User extends db.Model<UserRow> {
  shout() {
    return this.get('name').toUpperCase();
  }
  // In the class itself, without annotations.
  async own() {
    const own = await this.fetch({ labels: ['full'], require: true });
    return own.label('full') + own.shout();
  }
  static async first() {
    return (await this.forge({ id: 1 }).fetch({ labels: ['full'], require: true })).toJSON();
  }
}
class Users extends db.Collection<User> {
  names() {
    return this.map('name');
  }
}
declare const user: User;
declare const users: Users;

// Each fetch resolves to what its options ask for, and to the model itself without them.
async function fetches() {
  is<Equal<typeof plain, User>>();
  const plain = await user.fetch({ require: true });
  is<Equal<typeof labelled, User & Labelled<'full'>>>();
  const labelled = await user.fetch({ labels: ['full'], require: true });
  (await user.fetch({ labels: ['full', 'short'] }))?.label('short');
  (await user.refresh({ labels: ['full'] })).label('full');
  (await user.fetchAll({ labels: ['full'] })).at(0)?.label('full');
  (await user.fetchPage({ labels: ['full'] })).at(0)?.label('full');
  (await User.fetchAll({ labels: ['full'] })).at(0)?.label('full');
  (await User.fetchPage({ labels: ['full'] })).at(0)?.label('full');
  (await users.fetchOne({ labels: ['full'] }))?.label('full');
  (await users.fetchPage({ labels: ['full'] })).at(0)?.label('full');
  const own = await users.fetch({ labels: ['full'] });
  own.names();
  own.at(0)?.label('full');
  for (const each of own) each.label('full');
  const widened: Collection<User> = own;
  // @ts-expect-error not this one
  labelled.label('short');
  // @ts-expect-error not asked for
  plain.label('full');
  // @ts-expect-error no such label
  await user.fetch({ labels: ['shrot'] });
  // @ts-expect-error no such label
  await User.fetchAll({ labels: ['full', 'shrot'] });

  // And so does their JSON.
  is<Equal<ReturnType<typeof labelled.toJSON>, { id: Generated<number>; name: string; full: string }>>();
  is<Equal<ReturnType<typeof plain.toJSON>, UserRow>>();
  const text: string = own.toJSON()[0]!.full + (await User.first()).full;
  // @ts-expect-error not asked for
  plain.toJSON().full;
}

// Members of models, collections, classes, shelves; of `extend`'s argument, and of promises.
user.relabel().shout();
users.relabel().names();
User.labelled('full').shout();
db.label('short').trim();
const Extended = db.Model.of<UserRow>().extend({ labels: ['full'] });
Extended.labelled('short').get('name');
// @ts-expect-error no such label
db.Model.of<UserRow>().extend({ labels: ['shrot'] });
user.fetch({ labels: ['full'], require: true }).exec((error, value) => value.label('full'));
user
  .fetch({ require: true })
  .then((found) => found.shout().length)
  .exec((error, length) => length.toFixed());
user.fetch({ require: true }).exec((error, value) => {
  // @ts-expect-error no such column
  value.get('nope');
});
