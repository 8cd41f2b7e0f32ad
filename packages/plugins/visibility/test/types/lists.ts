// Lists of names, wherever they may be said.
import { createShelf, type PrimaryKey } from '@shelf/core';
import { visibility } from '@shelf/visibility';
import { is, type Equal } from './fixtures/equal.js';

export const db = createShelf({ client: 'sqlite3', plugins: [visibility()] });

export interface UserRow {
  id: PrimaryKey<number>;
  name: string;
  password: string;
}
export class User extends db.Model<UserRow> {
  static override tableName = 'users';
  static override hidden = ['password', 'posts', '_pivot_level'];
  safe() {
    return this.toJSON({ visible: ['id', 'name'] });
  }
}
export class Admin extends User {
  static override hidden = [...User.hidden, 'name'];
  override get visible() {
    return this.isNew() ? ['name'] : null;
  }
}
export class Guest extends db.Model<UserRow> {
  static override visible = ['name'] as const;
}
export const Member = db.Model.of<UserRow>().extend({
  hidden: ['password', 'anything'],
  visible: null,
  shout() {
    return this.get('name').toUpperCase();
  },
});

const user = new User({ name: 'Ada' }, { hidden: ['password'], visible: undefined });
user.hidden = ['name'];
user.visible = null;
user.hidden = undefined;
db.Model.hidden = ['password'];
new Member().shout().trim();
new Member({}, { visible: ['name'] }).toJSON({ hidden: [], visible: null, visibility: false, shallow: true });
User.collection([user]).toJSON({ hidden: ['name'] });

// The JSON's type is that of the whole row: it does not follow lists.
is<Equal<ReturnType<typeof user.toJSON>, UserRow>>();
is<Equal<ReturnType<typeof user.safe>, UserRow>>();

class Wrong extends db.Model<UserRow> {
  // @ts-expect-error a list
  override hidden = 'password';
}
new Wrong();
// @ts-expect-error a list
user.toJSON({ hidden: 'password' });
// @ts-expect-error names
user.toJSON({ visible: [1] });
// @ts-expect-error a boolean
user.toJSON({ visibility: 'no' });
// @ts-expect-error a list
db.Model.of<UserRow>().extend({ hidden: 'password' });
