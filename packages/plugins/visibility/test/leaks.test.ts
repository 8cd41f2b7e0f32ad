import { format, inspect } from 'node:util';
import { forum, SECRET } from './forum.js';

/** All that is ever printed or sent of a value. */
function seen(value: unknown): string {
  const text = [JSON.stringify(value), JSON.stringify({ deep: [value] }), inspect(value, { depth: 9 }), format(value)];
  return text.join('\n');
}

test('through relations of every kind, there and back', async () => {
  const { User, Key, Post } = await forum();
  const user = await User.where({ id: 1 }).fetch({
    require: true,
    withRelated: ['key.user', 'posts.author.key', 'roles.users', 'notes'],
  });
  expect(seen(user)).not.toContain(SECRET);
  expect(user.toJSON()).toMatchObject({ name: 'Ada', key: { id: 1 }, posts: [{ title: 'Notes' }] });
  expect(user.toJSON().posts[0]).toEqual({
    id: 1,
    user_id: 1,
    title: 'Notes',
    author: { id: 1, name: 'Ada', key: { id: 1 } },
  });
  expect(seen(await Key.fetchAll({ withRelated: ['user'] }))).not.toContain(SECRET);
  expect(seen(await Post.fetchAll({ withRelated: ['author'] }))).not.toContain(SECRET);
});

test('through a polymorphic relation, which leads to several classes', async () => {
  const { Note } = await forum();
  const notes = await Note.fetchAll({ withRelated: ['subject'] });
  expect(notes.toJSON()).toEqual([
    { id: 1, subject_type: 'users', subject_id: 1, text: 'of a user', subject: { id: 1, name: 'Ada' } },
    { id: 2, subject_type: 'posts', subject_id: 1, text: 'of a post', subject: { id: 1, user_id: 1, title: 'Notes' } },
  ]);
  expect(seen(notes)).not.toContain(SECRET);
  const lazy = await Note.where({ id: 1 }).fetch({ require: true });
  await lazy.load('subject');
  expect(seen(lazy)).not.toContain(SECRET);
  expect(seen(await lazy.subject().fetch())).not.toContain(SECRET);
});

test('a pivot’s columns, by the lists of its class; model.pivot too', async () => {
  const { User } = await forum();
  const user = await User.where({ id: 1 }).fetch({ require: true, withRelated: ['roles'] });
  const role = user.related('roles').at(0)!;
  expect(role.toJSON()).toEqual({
    id: 1,
    title: 'admin',
    _pivot_id: 1,
    _pivot_user_id: 1,
    _pivot_role_id: 1,
    _pivot_level: 3,
  });
  expect(role.clone().toJSON()).toEqual(role.toJSON());
  expect(role.toJSON({ omitPivot: true })).toEqual({ id: 1, title: 'admin' });
  expect(seen(role.pivot)).not.toContain(SECRET);
  // What is said to a role is not said to its pivot.
  for (const options of [{ hidden: [] }, { visible: ['title', '_pivot_level', '_pivot_token'] }])
    expect(seen(role.toJSON(options))).not.toContain(SECRET);
  expect(role.toJSON({ visible: ['title', '_pivot_level'] })).toEqual({ title: 'admin', _pivot_level: 3 });
  expect(role.toJSON({ hidden: ['_pivot_id', '_pivot_user_id', '_pivot_role_id'] })).toEqual({
    id: 1,
    title: 'admin',
    _pivot_level: 3,
  });
  expect(role.toJSON({ visibility: false })).toMatchObject({ _pivot_token: SECRET });
});

test('columns of a join table without a class, by the names that they have in JSON', async () => {
  const { User, Role } = await forum();
  const user = await User.where({ id: 1 }).fetch({ require: true, withRelated: ['plainRoles'] });
  Role.hidden = ['_pivot_token'];
  expect(seen(user)).not.toContain(SECRET);
  expect(user.toJSON().plainRoles[0]).toMatchObject({ title: 'admin', _pivot_level: 3 });
  Role.hidden = [];
  user.related('plainRoles').at(0)!.pivot.hidden = ['token'];
  expect(seen(user)).not.toContain(SECRET);
});

test('relations are hidden by their names, and then not made', async () => {
  const { User } = await forum();
  const user = await User.where({ id: 1 }).fetch({ require: true, withRelated: ['posts', 'key'] });
  let made = 0;
  user.relations['report'] = { toJSON: () => ++made };
  expect(user.toJSON({ hidden: ['posts', 'password', 'report'] })).toEqual({ id: 1, name: 'Ada', key: { id: 1 } });
  expect(user.toJSON({ visible: ['name'] })).toEqual({ name: 'Ada' });
  expect(made).toBe(0);
  expect(user.toJSON({ shallow: true })).toEqual({ id: 1, name: 'Ada' });
});

test('a call’s lists narrow related models further, and never open them', async () => {
  const { User, Note } = await forum();
  const user = await User.where({ id: 1 }).fetch({ require: true, withRelated: ['posts.author'] });
  expect(user.toJSON({ hidden: [] })).toMatchObject({ password: SECRET });
  expect(seen(user.toJSON({ hidden: [] }).posts)).not.toContain(SECRET);
  expect(user.toJSON({ hidden: ['id', 'password'] })).toEqual({
    name: 'Ada',
    posts: [{ user_id: 1, title: 'Notes', author: { name: 'Ada' } }],
  });
  expect(user.toJSON({ visible: ['name', 'posts', 'title', 'draft'] })).toEqual({
    name: 'Ada',
    posts: [{ title: 'Notes' }],
  });
  const notes = await Note.fetchAll({ withRelated: ['subject'] });
  expect(seen(notes.toJSON({ hidden: [], visible: ['subject', 'password', 'draft'] }))).not.toContain(SECRET);
  expect(notes.toJSON({ visibility: false })[0]).toMatchObject({ subject: { password: SECRET } });
});

test('however the model came about', async () => {
  const { db, User } = await forum();
  const saved = await new User({ name: 'Grace', password: SECRET }).save();
  await saved.save({ password: `${SECRET} too` });
  const fetched = await new User({ id: saved.id }).fetch({ require: true });
  const models = [
    new User({ password: SECRET }),
    User.forge({ password: SECRET }),
    new User(fetched.attributes),
    new User().set({ password: SECRET }),
    saved,
    fetched,
    fetched.clone(),
    await fetched.refresh(),
    await User.upsert({ id: 9, name: 'Barbara', password: SECRET }, { conflict: 'id' }),
    User.collection([{ password: SECRET }]),
    await User.fetchAll(),
    (await User.fetchAll()).clone(),
    await User.fetchPage(),
    (await User.fetchAll()).invoke('toJSON'),
    (await User.fetchAll()).map((each, i) => each.toJSON(i as unknown as object)),
  ];
  for (const model of models) expect(seen(model)).not.toContain(SECRET);
  const kept = new User({ id: 1 });
  kept.relations = { friend: fetched, friends: db.Collection.forge([fetched]) };
  expect(seen(kept)).not.toContain(SECRET);
});
