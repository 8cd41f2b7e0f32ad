import { outline } from '../src/sql.js';

test.each([
  ['select 1', 'read'],
  ['  -- insert\n SELECT 1', 'read'],
  ['/* delete */ values (1)', 'read'],
  ['with a as (select 1) select * from a', 'read'],
  ['with `insert` as (select 1), b(insert_) as (values (1)) select replace(a, b, c) from b', 'read'],
  ['with a as (select 1) insert into t select * from a', 'write'],
  ['WITH recursive a(x) as (values(1) union all select x + 1 from a) update t set a = 1', 'write'],
  ['explain query plan delete from t', 'read'],
  ['pragma table_info(t)', 'read'],
  ['insert into t values (1)', 'write'],
  ['replace into t values (1)', 'write'],
  ['update t set a = 1', 'write'],
  ['delete from t', 'write'],
  ['create table t (a)', 'write'],
  ['alter table t add b', 'write'],
  ['drop table t', 'write'],
  ['vacuum', 'write'],
  ['BEGIN;', 'begin'],
  ['begin exclusive', 'begin'],
  ['COMMIT;', 'commit'],
  ['end transaction', 'commit'],
  ['ROLLBACK', 'rollback'],
  ['ROLLBACK TO SAVEPOINT trx2', 'read'],
  ['rollback transaction to trx2', 'read'],
  ['SAVEPOINT trx2;', 'read'],
  ['RELEASE trx2;', 'read'],
])('%s: %s', (sql, kind) => {
  expect(outline(sql).kind).toBe(kind);
});

test.each([
  ['select 1', true],
  ['pragma foreign_keys', true],
  ['insert into t values (1)', false],
  ['insert into t values (1) returning *', true],
  ["update t set a = ' returning ' -- returning", false],
  ['update t set `returning` = 1, "returning" = 2, [returning] = 3', false],
  ['delete from t where a in (select returning from b)', false],
  ['delete from t returning id', true],
])('%s: answers with rows: %s', (sql, returnsRows) => {
  expect(outline(sql).returnsRows).toBe(returnsRows);
});

test.each([
  ['select ?, ? from t where a = ?', 3],
  ["select '?', \"?\", `?`, [?], 'it''s ?', ? -- ?\n, /* ? */ ?", 2],
  ['select ?1, ?', undefined],
  ['select :a', undefined],
  ['select @a', undefined],
  ['select $a, ?', undefined],
  ["select a ->> '$.b', ? from t", 1],
  ['select 1', 0],
])('%s: %s parameters', (sql, parameters) => {
  expect(outline(sql).parameters).toBe(parameters);
});

test('only statements that may come again are kept', () => {
  const kept = (sql: string): boolean => outline(sql).reusable;
  expect(
    [
      'select 1',
      'insert into t values (?)',
      'update t set a = 1',
      'delete from t',
      'with a as (select 1) select 1',
    ].every(kept),
  ).toBe(true);
  expect(
    ['create table t (a)', 'pragma a', 'savepoint a', 'release a', 'select :a', `select '${'x'.repeat(20_000)}'`].some(
      kept,
    ),
  ).toBe(false);
});

test.each([
  ['select * from t limit 1', true],
  ['select * from t where a = ? LIMIT 1', true],
  ['select * from t limit 11', false],
  ['select * from t limit 2, 1', false],
  ['select * from t limit -1', false],
  ['select * from t limit 1 offset 1', false],
  ['select * from t limit ?', false],
  ['select * from t -- limit 1', false],
  ['select * from t /* limit 1', false],
  ["select ' limit 1'", false],
  ['select a as `limit 1` from t', false],
  ['select * from t where a in (select 1 limit 1)', false],
  ['select * from t limit 1 --', false],
  ['select 1, no_limit 1', false],
])('%s: has one row at most: %s', (sql, single) => {
  expect(outline(sql).single).toBe(single);
});
