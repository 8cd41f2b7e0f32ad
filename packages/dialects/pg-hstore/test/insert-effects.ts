import type { InsertEffect } from '@shelf/conformance';

const USERS = 'create table users (id serial primary key, email text, role text)';
const work = (body: string): string =>
  `create function act() returns trigger language plpgsql as $$ begin if new.email = 'odd' then insert into log values (1); ${body} end if; return new; end $$`;
const on = (when: string, table = 'users'): string =>
  `create trigger odd ${when} insert on ${table} for each row execute function act()`;

/** What has PostgreSQL make other rows of an INSERT than it was sent. */
export const insertEffects: readonly InsertEffect[] = [
  { what: 'a trigger that returns NULL', sql: [USERS, work('return null;'), on('before')], row: 'left out' },
  {
    what: 'a trigger that makes NULL of NEW',
    sql: [USERS, work('new := null;'), on('before')],
    row: 'left out',
  },
  {
    what: 'a trigger that moves the row',
    sql: [USERS, 'create table old (like users)', work('insert into old values (new.*); return null;'), on('before')],
    row: 'left out',
  },
  {
    what: 'a trigger that changes the key',
    sql: [USERS, work('new.id := new.id + 1000;'), on('before')],
    row: 'stored under another key',
  },
  {
    what: 'a trigger that deletes the row',
    sql: [USERS, work('delete from users where id = new.id;'), on('after')],
    row: 'left out',
  },
  {
    what: 'a trigger that notes it elsewhere',
    sql: [USERS, work("perform pg_notify('odd', '');"), on('after')],
    row: 'stored',
  },
  {
    what: 'a trigger of a partition',
    sql: [
      'create table users (id serial, email text, role text, primary key (id, email)) partition by list (email)',
      'create table most_users partition of users default',
      work('return null;'),
      on('before', 'most_users'),
    ],
    conflict: ['id', 'email'],
    row: 'left out',
  },
  {
    what: 'a rule',
    sql: [USERS, "create rule odd as on insert to users where new.email = 'odd' do instead nothing"],
    row: 'left out',
    keyless: true,
  },
  {
    what: 'a rule that stores the row elsewhere',
    sql: [
      'create table people (id serial primary key, email text, role text)',
      "create view users as select * from people where email <> 'odd'",
      'create rule each_row as on insert to users do instead insert into people values (new.id, new.email, new.role)',
    ],
    row: 'left out',
    keyless: true,
  },
  {
    what: 'a view whose trigger leaves the row out',
    sql: [
      'create table people (id serial primary key, email text, role text)',
      'create view users as select * from people',
      "create function act() returns trigger language plpgsql as $$ begin if new.email = 'odd' then return null; end if; insert into people (email, role) values (new.email, new.role) returning id into new.id; return new; end $$",
      on('instead of'),
    ],
    row: 'left out',
  },
  {
    what: 'a view whose trigger makes the key',
    sql: [
      'create table people (id serial primary key, email text, role text)',
      "select setval('people_id_seq', 900)",
      'create view users as select * from people',
      'create function act() returns trigger language plpgsql as $$ begin insert into people (email, role) values (new.email, new.role) returning id into new.id; return new; end $$',
      on('instead of'),
    ],
    row: 'stored under another key',
  },
];
