import { newShelf } from './forum.js';

const ROW = { id: 1, name: 'Ada', password: 'x', role: 'admin' };

test('hidden and visible: as statics, in extend, by a getter, as a field', () => {
  const db = newShelf();
  class Static extends db.Model {
    static override hidden = ['password', 'role'];
  }
  class Getter extends db.Model {
    override get hidden() {
      return this.get('role') === 'admin' ? ['password'] : ['id', 'role'];
    }
  }
  class Field extends db.Model {
    override visible = ['name'];
  }
  const Extended = db.Model.extend({ visible: ['name', 'id'] });
  expect(new Static(ROW).toJSON()).toEqual({ id: 1, name: 'Ada' });
  expect(new Getter(ROW).toJSON()).toEqual({ id: 1, name: 'Ada', role: 'admin' });
  expect(new Getter({ ...ROW, role: 'guest' }).toJSON()).toEqual({ name: 'Ada', password: 'x' });
  expect(new Field(ROW).toJSON()).toEqual({ name: 'Ada' });
  expect(new Extended(ROW).toJSON()).toEqual({ id: 1, name: 'Ada' });
});

test('hidden wins over visible; names that are not there are no error; an empty list is a list', () => {
  const db = newShelf();
  const jsonWith = (lists: object): unknown => db.Model.extend(lists).forge(ROW).toJSON();
  expect(jsonWith({ visible: ['id', 'password'], hidden: ['password'] })).toEqual({ id: 1 });
  expect(jsonWith({ visible: ['id', 'nothing', 'toString'] })).toEqual({ id: 1 });
  expect(jsonWith({ hidden: ['nothing', 'constructor'] })).toEqual(ROW);
  expect(jsonWith({ visible: [] })).toEqual({});
  expect(jsonWith({ hidden: [] })).toEqual(ROW);
  expect(jsonWith({ hidden: null, visible: undefined })).toEqual(ROW);
});

test('a subclass inherits lists, and has its own in their place', () => {
  const db = newShelf();
  class User extends db.Model {
    static override hidden = ['password'];
  }
  class Admin extends User {}
  class Guest extends User {
    static override hidden = [...User.hidden, 'role'];
  }
  const Member = Guest.extend({ hidden: ['id'] });
  class Bot extends (Member as typeof Guest) {
    static override hidden = ['name'];
  }
  expect(Object.keys(new Admin(ROW).toJSON())).toEqual(['id', 'name', 'role']);
  expect(Object.keys(new Guest(ROW).toJSON())).toEqual(['id', 'name']);
  expect(Object.keys(new Member(ROW).toJSON())).toEqual(['name', 'password', 'role']);
  expect(Object.keys(new Bot(ROW).toJSON())).toEqual(['id', 'password', 'role']);
});

test('one list for all classes of a shelf stands on its base class', () => {
  const db = newShelf();
  db.Model.hidden = ['password'];
  class User extends db.Model {}
  expect(new User(ROW).toJSON()).toEqual({ id: 1, name: 'Ada', role: 'admin' });
  expect(new (newShelf().Model)(ROW).toJSON()).toEqual(ROW);
});

test('an instance has lists of its own, from its options or set later, and its clones keep them', () => {
  const db = newShelf();
  class User extends db.Model {
    static override hidden = ['password'];
  }
  const strict = new User(ROW, { hidden: ['password', 'role'] });
  const narrow = User.forge(ROW, { visible: ['id', 'password'] });
  const open = new User(ROW);
  open.hidden = [];
  expect(strict.toJSON()).toEqual({ id: 1, name: 'Ada' });
  expect(strict.clone().toJSON()).toEqual({ id: 1, name: 'Ada' });
  expect(narrow.toJSON()).toEqual({ id: 1 });
  expect(open.toJSON()).toEqual(ROW);
  expect(open.clone().toJSON()).toEqual(ROW);
  expect(new User(ROW).toJSON()).toEqual({ id: 1, name: 'Ada', role: 'admin' });
});

test('a call has lists in place of the model’s, each for itself, and leaves its options as they are', () => {
  const db = newShelf();
  class User extends db.Model {
    static override hidden = ['password'];
    static override visible = ['id', 'name', 'password'];
  }
  const user = new User(ROW);
  const options = { hidden: ['name'] };
  expect(user.toJSON(options)).toEqual({ id: 1, password: 'x' });
  expect(options).toEqual({ hidden: ['name'] });
  expect(Object.getOwnPropertySymbols(options)).toEqual([]);
  expect(user.toJSON({ hidden: [] })).toEqual({ id: 1, name: 'Ada', password: 'x' });
  expect(user.toJSON({ visible: ['role', 'password'] })).toEqual({ role: 'admin' });
  expect(user.toJSON({ visible: ['role'], hidden: null })).toEqual({ role: 'admin' });
  expect(user.toJSON({ visibility: false })).toEqual(ROW);
  expect(user.toJSON({ visibility: false, visible: ['id'] })).toEqual(ROW);
  expect(user.toJSON({ visibility: true })).toEqual({ id: 1, name: 'Ada' });
  expect(user.serialize({ hidden: ['id'] })).toEqual({ name: 'Ada', password: 'x' });
  expect(User.collection([user]).toJSON(options)).toEqual([{ id: 1, password: 'x' }]);
});

test('what an override adds to the JSON is shown', () => {
  const db = newShelf();
  class User extends db.Model<{ id: number; password: string }> {
    static override hidden = ['password'];
    override toJSON(options?: object) {
      return { ...super.toJSON(options), hint: this.get('password').length };
    }
  }
  expect(new User({ id: 1, password: 'abc' }).toJSON()).toEqual({ id: 1, hint: 3 });
});

test('what is no list of names is an error, and shows nothing', () => {
  const db = newShelf();
  class User extends db.Model {}
  for (const wrong of ['password', { password: true }, [1], 5, new Set(['password'])]) {
    const lists = { hidden: wrong } as unknown as { hidden: string[] };
    class Wrong extends User {
      static override hidden = lists.hidden;
    }
    expect(() => new Wrong(ROW).toJSON()).toThrow(db.InvalidValueError);
    expect(() => new User(ROW).toJSON(lists)).toThrow(/^User: 'hidden' is a list of names, not /);
    expect(() => new User(ROW).toJSON({ visible: lists.hidden })).toThrow(/'visible'/);
  }
});

test('what a model holds is not touched', () => {
  const db = newShelf();
  class User extends db.Model {
    static override hidden = ['password'];
  }
  const user = new User(ROW);
  user.toJSON();
  expect(user.attributes).toEqual(ROW);
  expect([user.get('password'), user.has('password'), user.pick('password')]).toEqual(['x', true, { password: 'x' }]);
});
