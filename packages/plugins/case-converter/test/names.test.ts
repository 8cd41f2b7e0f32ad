import { createShelf, type PrimaryKey } from '@shelf/core';
import * as fc from 'fast-check';
import { camelCase, caseConverter, snakeCase } from '../src/index.js';
import { inMemory } from './library.js';

test.each([
  ['created_at', 'createdAt'],
  ['a_b_c', 'aBC'],
  ['line_1', 'line_1'],
  ['line_1_b', 'line_1B'],
  ['v2_beta', 'v2Beta'],
  ['_id', '_id'],
  ['_id_of', '_idOf'],
  ['a__b', 'a__b'],
  ['trailing_', 'trailing_'],
  ['URL', 'URL'],
  ['site_URL', 'site_URL'],
  ['alreadyCamel', 'alreadyCamel'],
  ['ärger_über', 'ärger_über'],
  ['id', 'id'],
])('%s is %s', (column, attribute) => {
  expect([camelCase(column), camelCase(attribute)]).toEqual([attribute, attribute]);
});

const words = fc.array(fc.constantFrom('a', 'b', 'z', 'A', 'Z', '1', '_', '_', 'é', '?', '.', ' '), {
  minLength: 1,
  maxLength: 12,
});
const name = words.map((letters) => letters.join(''));

test('what is an attribute already stays one, and a snake comes back', () => {
  fc.assert(
    fc.property(name, (column) => {
      const attribute = camelCase(column);
      expect(camelCase(attribute)).toBe(attribute);
      expect(camelCase(snakeCase(attribute))).toBe(attribute);
      expect(snakeCase(snakeCase(attribute))).toBe(snakeCase(attribute));
    }),
  );
});

test('what is a snake comes back the same', () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9]{0,4}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (parts) => {
      expect(snakeCase(camelCase(parts.join('_')))).toBe(parts.join('_'));
    }),
  );
});

test('rows of any columns come back as they were written, and are found by each', async () => {
  let tables = 0;
  const folded = (each: string): string => each.toLowerCase();
  // SQLite takes Name and name for one column; knex takes a dot and ` as ` for its own.
  const columns = fc
    .uniqueArray(
      name.filter((each) => !/[. ]/.test(each) && each !== 'key'),
      { selector: folded, minLength: 1, maxLength: 6 },
    )
    .filter((names) => new Set(names.map(camelCase)).size === names.length && !names.map(folded).includes('key'));
  const db = createShelf({ dialect: inMemory(), plugins: [caseConverter()] });
  const property = fc.asyncProperty(columns, async (names) => {
    const tableName = `t${++tables}`;
    const list = names.map((each) => `${db.dialect.quote(each)} text`);
    await db.knex.raw(`create table ${tableName} (key integer primary key, ${list.join(', ')})`);
    const Thing = db.Model.of<{ key: PrimaryKey<number>; [name: string]: unknown }>().extend({
      tableName,
      idAttribute: 'key',
    });
    const attributes = Object.fromEntries(names.map((each, i) => [camelCase(each), `value ${i}`]));
    const thing = await new Thing(attributes).save();
    expect((await thing.refresh())?.toJSON()).toEqual({ key: 1, ...attributes });
    for (const [attribute, value] of Object.entries(attributes)) {
      expect((await new Thing({ [attribute]: value }).fetch())?.id).toBe(1);
      const found = await Thing.query((qb) => qb.where(attribute, value).orderBy(attribute)).fetchAll({
        columns: [attribute],
      });
      expect(found.toJSON()).toEqual([{ [attribute]: value }]);
      await thing.save({ [attribute]: `${value}!` }, { patch: true });
    }
    const [stored] = (await db.knex(tableName).select()) as [Record<string, unknown>];
    expect(names.map((each) => stored[each])).toEqual(names.map((_, i) => `value ${i}!`));
  });
  try {
    await fc.assert(property, { numRuns: 40 });
  } finally {
    await db.destroy();
  }
});
