import { inlined, outline } from '../src/sql.js';

test('a placeholder is a question mark outside of texts, names and comments', () => {
  const sql = "select '?', '\\'?', 'it''s ?', \"?\", \"\\\"?\", `a?``?`, ? -- ?\n, ? # ?\n, /* ? */ ?, 5--?";
  const { placeholders } = outline(sql);
  expect(inlined(sql, placeholders, ['A', 'B', 'C', 'D'])).toBe(
    "select '?', '\\'?', 'it''s ?', \"?\", \"\\\"?\", `a?``?`, A -- ?\n, B # ?\n, /* ? */ C, 5--D",
  );
});

test('what is written in is not looked at again', () => {
  const { placeholders } = outline('select ?, ?');
  expect(inlined('select ?, ?', placeholders, ["'?'", '2'])).toBe("select '?', 2");
});

test('what a statement does to its transaction', () => {
  const kinds = ['begin;', 'start transaction', 'COMMIT;', 'rollback', 'rollback to savepoint a', 'savepoint a'];
  expect(kinds.map((sql) => outline(sql).kind)).toEqual(['begin', 'begin', 'commit', 'rollback', 'other', 'other']);
});

test('statements that come again with other values are prepared', () => {
  const prepared = [
    'select ?',
    '(select ?) union (select ?)',
    'with a as (select ?) select * from a',
    'insert into t values (?)',
  ];
  expect(prepared.map((sql) => outline(sql).preparable)).toEqual([true, true, true, true]);
  const others = ['create table t (a int)', 'set @a = ?', 'kill query ?', `select ${'?, '.repeat(10_000)}1`];
  expect(others.map((sql) => outline(sql).preparable)).toEqual([false, false, false, false]);
});
