import type { InsertEffect } from '@shelf/conformance';

const USERS = 'create table users (id integer auto_increment primary key, email varchar(100), role varchar(100))';

/** What has MySQL make other rows of an INSERT than it was sent: no trigger can leave one out. */
export const insertEffects: readonly InsertEffect[] = [
  {
    what: 'a trigger that changes the key',
    sql: [
      USERS,
      "create trigger odd before insert on users for each row if new.email = 'odd' then set new.id = 7777; end if",
    ],
    row: 'stored under another key',
  },
  {
    what: 'a trigger that inserts elsewhere',
    sql: [
      USERS,
      'create table serial (n integer auto_increment primary key)',
      'insert into serial values (900)',
      'create trigger odd after insert on users for each row insert into serial values (null)',
    ],
    row: 'stored',
  },
];
