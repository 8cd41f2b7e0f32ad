import type { InsertEffect } from '@shelf/conformance';

const USERS = 'create table users (id integer primary key, email text, role text)';
const trigger = (when: string, body: string): string =>
  `create trigger odd ${when} on users when new.email = 'odd' begin insert into log values (1); ${body} end`;

/** What has SQLite make other rows of an INSERT than it was sent. */
export const insertEffects: readonly InsertEffect[] = [
  {
    what: 'on conflict ignore',
    sql: [
      'create table users (id integer primary key, email text unique on conflict ignore, role text)',
      "insert into users values (7, 'odd', 'admin')",
    ],
    row: 'left out',
  },
  {
    what: 'a check with on conflict ignore is no more than a violation',
    sql: [
      "create table users (id integer primary key, email text, role text not null on conflict ignore default 'user')",
    ],
    row: 'stored',
  },
  {
    what: 'a trigger that ignores the row',
    sql: [USERS, trigger('before insert', 'select raise(ignore);')],
    row: 'left out',
  },
  {
    what: 'a trigger that deletes the row',
    sql: [USERS, trigger('after insert', 'delete from users where id = new.id;')],
    row: 'left out',
  },
  {
    what: 'a trigger that changes the key',
    sql: [USERS, trigger('after insert', 'update users set id = id + 1000 where id = new.id;')],
    row: 'stored under a key that nobody can know',
  },
  {
    what: 'a temporary trigger',
    sql: [
      USERS,
      "create temp trigger odd before insert on main.users when new.email = 'odd' begin select raise(ignore); end",
    ],
    row: 'left out',
  },
  {
    what: 'a trigger that inserts elsewhere',
    sql: [
      USERS,
      'create table serial (n integer primary key)',
      'insert into serial values (900)',
      trigger('after insert', 'insert into serial values (null);'),
    ],
    row: 'stored',
  },
  {
    what: 'a view whose trigger leaves the row out',
    sql: [
      'create table people (id integer primary key, email text, role text)',
      'create view users as select * from people',
      "create trigger odd instead of insert on users when new.email <> 'odd' begin insert into people values (new.id, new.email, new.role); end",
    ],
    row: 'left out',
    keyless: true,
  },
  {
    what: 'a view whose trigger stores the row',
    sql: [
      'create table people (id integer primary key, email text, role text)',
      'create view users as select * from people',
      'create trigger each_row instead of insert on users begin insert into people values (new.id, new.email, new.role); end',
    ],
    row: 'stored',
    keyless: true,
  },
];
