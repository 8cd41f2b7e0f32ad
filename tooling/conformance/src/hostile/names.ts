import type { Harness } from '../harness.js';
import { faultOf } from '../settling.js';
import { generatedKey } from '../harness.js';
import { longest, raw, withColumn, type Name, type Odd, type Thing } from './columns.js';

/** Names that are ordinary data, however they look. */
const NAMES: readonly (readonly [string, Name])[] = [
  ...['constructor', 'hasOwnProperty', 'toString', 'valueOf', 'prototype', '__defineGetter__', 'then', 'toJSON'].map(
    (name) => [name, name] as const,
  ),
  ['an attribute of every model', 'attributes'],
  ['a word of SQL', 'select'],
  ['a double quote', 'a"b'],
  ['two double quotes', 'a""b'],
  ['a single quote', "a'b"],
  ['a backtick', 'a`b'],
  ['brackets', 'a[b]'],
  ['a dot', 'a.b'],
  ['the table’s name and a dot', 'things.b'],
  ['a question mark', 'what?'],
  ['several question marks', '?? ? ?'],
  ['a dollar sign and a digit', 'a$1'],
  ['a colon', ':name'],
  ['a backslash', 'a\\b'],
  ['a backslash and a question mark', 'a\\?b'],
  ['a comma', 'a, b'],
  ['a semicolon', 'a; drop table things'],
  ['a comment', 'a -- b'],
  ['an alias', 'a as b'],
  ['an alias of another column', 'other as id'],
  ['a star', '*'],
  ['a minus in front', '-a'],
  ['spaces at the ends', ' a '],
  ['nothing but a space', ' '],
  ['a line break', 'a\nb'],
  ['a tab', 'a\tb'],
  ['digits', '0'],
  ['a number', '1e3'],
  ['capitals', 'CamelCase'],
  ['unicode', 'žluťoučký kůň 🐴'],
  ['a combining accent', 'e\u0301'],
  ['right-to-left', 'שלום'],
  ['a zero-width space', 'a\u200bb'],
  ['as many letters as there may be', (capabilities) => longest('x', capabilities)],
  ['as many letters beyond ASCII as there may be', (capabilities) => longest('字', capabilities)],
];

/** Each way in and out; after it the column holds what is expected. */
const ways: Readonly<Record<string, (odd: Odd, name: string) => Promise<void>>> = {
  'insert, fetch, get, toJSON': async ({ Thing, stored }, name) => {
    const thing = await new Thing({ [name]: 'value', other: 'o' }).save();
    expect(await stored()).toEqual(['value']);
    const found = await new Thing({ id: thing.get('id') }).fetch({ require: true });
    expect(found.get(name)).toBe('value');
    expect(found.has(name)).toBe(true);
    expect(entriesOf(found)).toEqual(
      [
        ['id', 1],
        [name, 'value'],
        ['other', 'o'],
      ].sort(byName),
    );
    expect(JSON.parse(JSON.stringify(found))).toEqual(JSON.parse(JSON.stringify(Object.fromEntries(entriesOf(found)))));
  },
  'update of a fetched model': async ({ Thing, stored }, name) => {
    await new Thing({ [name]: 'before' }).save();
    const found = await new Thing({ id: 1 }).fetch({ require: true });
    found.set(name, 'after');
    expect(Object.entries(found.changed)).toEqual([[name, 'after']]);
    expect(found.previous(name)).toBe('before');
    await found.save();
    expect(await stored()).toEqual(['after']);
    expect(found.hasChanged(name)).toBe(false);
  },
  'save of a pair': async ({ Thing, stored }, name) => {
    const thing = await new Thing({ other: 'o' }).save();
    await thing.save(name, 'value');
    expect(await stored()).toEqual(['value']);
  },
  patch: async ({ Thing, stored }, name) => {
    await new Thing({ [name]: 'before', other: 'o' }).save();
    await new Thing({ id: 1 }).save({ [name]: 'after' }, { patch: true });
    expect(await stored()).toEqual(['after']);
  },
  'a constrained update': async ({ Thing, stored }, name) => {
    await new Thing({ [name]: 'before', other: 'o' }).save();
    await new Thing({ [name]: 'untouched', other: 'p' }).save();
    await Thing.where('other', 'o').save({ [name]: 'after' }, { method: 'update', patch: true });
    expect(await stored()).toEqual(['after', 'untouched']);
  },
  'fetch by attribute': async ({ Thing }, name) => {
    await Thing.collection([{ [name]: 'a' }, { [name]: 'b' }, { [name]: null }]).saveAll();
    expect((await new Thing({ [name]: 'b' }).fetch())?.get('id')).toBe(2);
    expect((await new Thing({ [name]: null }).fetch())?.get('id')).toBe(3);
    expect(await new Thing({ [name]: 'c' }).fetch()).toBeNull();
  },
  saveAll: async ({ Thing, stored }, name) => {
    const things = Thing.collection([{ [name]: 'a' }, { [name]: 'b' }, { [name]: 'c' }]);
    await things.saveAll();
    expect(await stored()).toEqual(['a', 'b', 'c']);
    things.at(0)!.set(name, 'changed');
    await things.saveAll();
    expect(await stored()).toEqual(['changed', 'b', 'c']);
    expect(things.pluck(name)).toEqual(['changed', 'b', 'c']);
  },
  upsert: async ({ Thing, stored }, name) => {
    const by = { conflict: name };
    await Thing.upsert({ [name]: 'a', other: 'first' }, by);
    await Thing.upsert({ [name]: 'a', other: 'second' }, by);
    expect(await stored()).toEqual(['a']);
    expect((await new Thing({ [name]: 'a' }).fetch())?.get('other')).toBe('second');
    await Thing.upsert({ id: 1, [name]: 'b' }, { conflict: 'id', update: [name] });
    expect(await stored()).toEqual(['b']);
  },
  'a list of columns': async ({ Thing }, name) => {
    await new Thing({ [name]: 'value', other: 'o' }).save();
    const [thing] = (await Thing.fetchAll({ columns: ['id', name] })).models;
    expect(entriesOf(thing!)).toEqual(
      [
        ['id', 1],
        [name, 'value'],
      ].sort(byName),
    );
  },
  'count of the column': async ({ Thing }, name) => {
    await Thing.collection([{ [name]: 'a' }, { other: 'o' }]).saveAll();
    // A star counts rows.
    expect(await Thing.count(name)).toBe(name === '*' ? 2 : 1);
  },
  'unset and clear': async ({ Thing }, name) => {
    const thing = new Thing({ [name]: 'value', other: 'o' });
    expect(Object.keys(thing.attributes)).toContain(name);
    thing.unset(name);
    expect(thing.has(name)).toBe(false);
    expect(thing.get(name)).toBeUndefined();
    thing.set(name, 'value').clear();
    expect(Object.keys(thing.attributes)).toEqual([]);
  },
  'clone, pick and omit': async ({ Thing }, name) => {
    const thing = new Thing({ [name]: 'value', other: 'o' });
    expect(thing.clone().get(name)).toBe('value');
    expect(Object.entries(thing.pick([name]))).toEqual([[name, 'value']]);
    expect(Object.entries(thing.omit([name]))).toEqual([['other', 'o']]);
  },
  destroy: async ({ Thing, stored }, name) => {
    await Thing.collection([{ [name]: 'a' }, { [name]: 'b' }]).saveAll();
    const thing = await new Thing({ [name]: 'a' }).fetch({ require: true });
    await thing.destroy({ require: true });
    expect(await stored()).toEqual(['b']);
  },
};

/** Own properties, in alphabetical order; `toEqual` would not see one called `constructor`. */
function entriesOf(thing: Thing): [string, unknown][] {
  return Object.entries(thing.toJSON() as Record<string, unknown>).sort(byName);
}

function byName(a: readonly unknown[], b: readonly unknown[]): number {
  return String(a[0]) < String(b[0]) ? -1 : 1;
}

/** Attribute names are data. */
export function nameSuite(harness: Harness): void {
  const possible = NAMES.filter(([, name]) => typeof name !== 'string' || harness.columnName?.(name) !== false);
  const names = harness.brief === true ? possible.filter((_, i) => i % 4 === 0) : possible;
  describe.each(names)('%s', (_, name) => {
    test.each(Object.keys(ways))('%s', (way) => withColumn(harness, name, (odd) => ways[way]!(odd, odd.name)));

    test('in where, as knex writes it', () =>
      withColumn(harness, name, async ({ db, name: given, Thing }) => {
        await Thing.collection([{ [given]: 'a' }, { [given]: 'b' }]).saveAll();
        // knex splits names at dots and ` as `, and trims them: those go by way of its raw references.
        const plain = !/\.|\s|\*/.test(given);
        const column = plain ? given : (raw(db, db.dialect.quote(given)) as unknown as string);
        expect((await Thing.where(column, 'b').fetchAll()).pluck('id')).toEqual([2]);
      }));
  });

  test('a column with an ordinary name is not mistaken for a member of Object', () =>
    withColumn(harness, 'plain', async ({ Thing }) => {
      const thing = await new Thing({ plain: 'a' }).save();
      for (const name of ['constructor', 'hasOwnProperty', 'toString', '__proto__', 'valueOf']) {
        expect(thing.get(name)).toBeUndefined();
        expect(thing.has(name)).toBe(false);
        expect(thing.hasChanged(name)).toBe(false);
        expect(thing.previous(name)).toBeUndefined();
      }
    }));

  test('a column that does not exist is refused by its name, also one that every object has', () =>
    withColumn(harness, 'plain', async ({ db, Thing, stored }) => {
      for (const name of [
        'constructor',
        'toString',
        'hasOwnProperty',
        'no such column',
        'x'.repeat(5000),
        'plain"',
        '',
      ]) {
        const fault = await faultOf(new Thing({ [name]: 'a' }).save());
        const tooLong = name.length > longest('x', db.dialect.capabilities).length;
        const Refusal = tooLong ? db.InvalidAttributeError : db.UnknownColumnError;
        expect(fault).toBeInstanceOf(Refusal);
        if (!tooLong) expect(fault.columns).toEqual([name]);
        expect(fault.message.length).toBeLessThan(1000);
        expect(await faultOf(new Thing({ [name]: 'a' }).fetch())).toBeInstanceOf(Refusal);
      }
      expect(await stored()).toEqual([]);
    }));

  test('a name that holds U+0000 is refused', () =>
    withColumn(harness, 'a', async ({ db, Thing, stored }) => {
      const fault = await faultOf(new Thing({ 'a\0b': 'x' }).save());
      expect([db.InvalidAttributeError.name, db.UnknownColumnError.name]).toContain(fault.name);
      expect(await stored()).toEqual([]);
    }));

  test('a table may have a hostile name too', () =>
    withColumn(harness, 'plain', async ({ db, Thing }) => {
      const table = 'a "b" `c` ?';
      const { quote } = db.dialect;
      await raw(db, `create table ${quote(table)} (id ${generatedKey(harness)}, plain varchar(20))`);
      const Other = Thing.extend({ tableName: table });
      await new Other({ plain: 'a' }).save();
      const found = await new Other({ plain: 'a' }).fetch({ require: true });
      await found.save({ plain: 'b' });
      expect(await new Other({ plain: 'b' }).count()).toBe(1);
      await found.destroy();
      expect(await Other.count()).toBe(0);
    }));
}
