import { createShelf } from '@shelf/core';
import { relations } from '@shelf/relations';
import { sqlite } from '@shelf/sqlite';
import { visibility } from '../src/index.js';

test('a relation that is hidden need not be loaded where reading it is strict', async () => {
  const plugins = [visibility(), relations({ strictLoading: 'throw' })];
  const db = createShelf({ dialect: sqlite({ filename: ':memory:' }), plugins });
  class User extends db.Model<{ id: number }> {
    static override hidden = ['friends'];
    static override tableName = 'users';
    friends() {
      return this.hasMany(User, 'friend_id');
    }
  }
  const user = new User({ id: 1 });
  user.related('friends');
  expect(user.toJSON()).toEqual({ id: 1 });
  expect(() => user.toJSON({ visibility: false })).toThrow(db.RelationNotLoadedError);
  await db.destroy();
});
