import { runInThisContext, Script } from 'node:vm';
import { InvalidRelationError } from '@shelf/core';
import type { ModelInstance } from '@shelf/core/inside';
import { declaringMethod, relationNames } from '../src/declared.js';
import { library } from './library.js';

type Library = Awaited<ReturnType<typeof library>>;
type Members = Record<string, unknown>;

/** A member whose class has these members besides. */
function memberWith({ Member }: Library, members: PropertyDescriptorMap, statics: Members = {}): ModelInstance {
  const Made = class extends Member {};
  Object.defineProperties(Made.prototype, members);
  Object.assign(Made, statics);
  return new Made({ id: 1 }) as unknown as ModelInstance;
}

const method = (value: unknown): PropertyDescriptor => ({ value, configurable: true, writable: true });
/** A function as a compiler leaves it. */
const compiled = (source: string): unknown => runInThisContext(`(${source})`);

/** A function whose source is not to be had: its bytecode alone is loaded. */
function bytecodeOf(source: string): unknown {
  const written = `(${source})`;
  const script = new Script(written);
  const run = script.runInThisContext() as (this: object) => unknown;
  run.call({ hasMany: () => undefined, constructor: {} });
  return new Script(' '.repeat(written.length), { cachedData: script.createCachedData() }).runInThisContext();
}

const DECLARING: readonly (readonly [what: string, source: string])[] = [
  ['a method', 'function () { return this.hasMany(this.constructor.Book); }'],
  ['minified', 'function(){return this.hasMany(t)}'],
  ['an arrow', '() => that.hasOne(Card)'],
  ['a chain', 'function () { return this.hasMany(Tag).through(Book).query({}); }'],
  ['on lines of its own', 'function () { return this\n  .belongsToMany\n  (Tag); }'],
  ['optional', 'function () { return this?.belongsTo?.(Author); }'],
  ['by brackets', "function () { return this['morphTo']('imageable'); }"],
  ['by brackets, optional', 'function () { return this?.["morphOne"]?.(Photo, "imageable"); }'],
  ['by call', 'function () { const { morphMany } = this; return morphMany.call(this, Photo, "imageable"); }'],
  ['by apply', 'function () { return this.hasMany.apply(this, [Book]); }'],
  ['with a default', 'function (key = "member_id") { return this.hasMany(Book, key); }'],
  ['as TypeScript makes it of ES5', 'function () { var _this = this; return _this.hasMany(Book_1.Book); }'],
  ['counted by a coverage tool', 'function () { cov().f[0]++; cov().s[0]++; return this.hasMany(Book); }'],
  ['with a comment between', 'function () { return this.hasMany /* of them */ (Book); }'],
];

const OTHERS: readonly (readonly [what: string, source: string])[] = [
  ['a method that does something', 'function () { this.purged = true; }'],
  ['an async one', 'async function () { await this.hasMany(Book).destroy(); }'],
  ['an async arrow', 'async () => that.hasMany(Book)'],
  ['a generator', 'function* () { yield this.hasMany(Book); }'],
  [
    'async as TypeScript makes it',
    'function () { return __awaiter(this, void 0, void 0, function* () { yield this.hasMany(Book); }); }',
  ],
  [
    'async as Babel makes it',
    'function () { return _asyncToGenerator(function* () { yield this.hasMany(Book); })(); }',
  ],
  [
    'async as esbuild makes it',
    'function () { return __async(this, null, function* () { yield this.hasMany(Book); }); }',
  ],
  [
    'async as SWC makes it',
    'function () { return _async_to_generator(function* () { yield this.hasMany(Book); })(); }',
  ],
  ['one that has to be given something', 'function (key) { return this.hasMany(Book, key); }'],
  ['one that speaks of a kind', 'function () { /* this.hasMany(Book) */ return "this.hasMany(Book)"; }'],
  ['one that speaks of it on a line', 'function () { // this.hasMany(Book)\n return 1; }'],
  ['one that speaks of it in a template', 'function () { return `this.hasMany(Book)`; }'],
  ['one that names a kind and does not call it', 'function () { return this.hasMany; }'],
  ['a name that begins like one', 'function () { return this.hasManyBooks(); }'],
  ['a helper’s', 'function () { return many(this, Book); }'],
  ['a class', 'class { constructor() { this.hasMany(Book); } }'],
];

test.each(DECLARING)('%s declares a relation', async (_, source) => {
  const declare = compiled(source);
  const member = memberWith(await library(), { made: method(declare) });
  expect(declaringMethod(member, 'made')).toBe(declare);
  expect(relationNames(member)).toContain('made');
});

test.each(OTHERS)('%s declares none', async (_, source) => {
  const member = memberWith(await library(), { made: method(compiled(source)) });
  expect(declaringMethod(member, 'made')).toBeUndefined();
  expect(relationNames(member)).not.toContain('made');
});

test('what shows no source declares none: what is bound, wrapped, behind a proxy, or bytecode', async () => {
  const made = await library();
  const shown = compiled('function () { return this.hasMany(this.constructor.Book); }') as () => unknown;
  const wrapped = function (this: unknown): unknown {
    return Reflect.apply(shown, this, []);
  };
  const bytecode = bytecodeOf('function () { return this.hasMany(this.constructor.Book); }');
  const hidden = { bound: shown.bind(null), wrapped, proxy: new Proxy(shown, {}), bytecode, native: Math.random };
  const members = Object.fromEntries(Object.entries(hidden).map(([name, value]) => [name, method(value)]));
  for (const name of Object.keys(hidden)) expect(declaringMethod(memberWith(made, members), name)).toBeUndefined();
  const listing = memberWith(made, members, { relations: ['wrapped', 'bytecode'], Book: made.Book });
  expect(Object.keys(hidden).filter((name) => declaringMethod(listing, name) !== undefined)).toEqual([
    'wrapped',
    'bytecode',
  ]);
  expect(relationNames(listing)).toEqual(expect.arrayContaining(['wrapped', 'bytecode', 'books']));
  const loaded = await listing.constructor.forge({ id: 1 }).fetch({ withRelated: ['wrapped'] });
  expect(Object.keys(loaded?.relations ?? {})).toEqual(['wrapped']);
});

test('a list holds for subclasses, and they may add to it', async () => {
  const { Member } = await library();
  class Listing extends Member {
    static override relations = ['made'];
    made(): unknown {
      return undefined;
    }
    others(): unknown {
      return undefined;
    }
  }
  class More extends Listing {
    static override relations = ['others'];
  }
  const named = (Class: typeof Listing): unknown[] =>
    ['made', 'others'].filter((name) => declaringMethod(new Class() as never, name) !== undefined);
  expect([named(Listing), named(More)]).toEqual([['made'], ['made', 'others']]);
});

test('an override that calls the relation by super is one; one that calls something else is none', async () => {
  const { Member } = await library();
  class Reader extends Member {
    override books() {
      return super.books().query('where', 'id', '>', 0);
    }
    purge() {
      return 1;
    }
  }
  class Other extends Reader {
    override purge() {
      return super.purge();
    }
    override card(): never {
      throw new Error('called');
    }
  }
  const other = new Other({ id: 1 }) as unknown as ModelInstance;
  expect(declaringMethod(other, 'books')).toBe(Reader.prototype.books);
  expect(['purge', 'card'].map((name) => declaringMethod(other, name))).toEqual([undefined, undefined]);
});

test('a function of one instance counts, and what is read by a getter does not', async () => {
  const made = await library();
  const get = jest.fn(
    () =>
      function (this: Library['ada']) {
        return this.hasMany(made.Book);
      },
  );
  const member = memberWith(made, { read: { get, configurable: true }, books: { get, configurable: true } });
  Object.defineProperty(member, 'own', method(get()));
  get.mockClear();
  expect(['read', 'books'].map((name) => declaringMethod(member, name))).toEqual([undefined, undefined]);
  expect(declaringMethod(member, 'own')).toBeDefined();
  expect(relationNames(member)).not.toContain('read');
  expect(get).not.toHaveBeenCalled();
});

test('a list that is none, and a name in it that leads nowhere, are told', async () => {
  const made = await library();
  const wrong = memberWith(made, {}, { relations: 'books' });
  expect(() => declaringMethod(wrong, 'books')).toThrow(InvalidRelationError);
  const nowhere = memberWith(made, {}, { relations: ['bokos'] });
  await expect(nowhere.constructor.forge({ id: 1 }).fetch({ withRelated: ['bokos'] })).rejects.toThrow(
    "`static relations` lists 'bokos', but there is no such method",
  );
});

test('who names a method that is not called is told how to list it', async () => {
  const made = await library();
  const members = { purge: method(() => 1), later: method(async () => 1) };
  const fetching = async (name: string): Promise<unknown> =>
    memberWith(made, members)
      .constructor.forge({ id: 1 })
      .fetch({ withRelated: [name] });
  await expect(fetching('purge')).rejects.toThrow("list it, static relations = ['purge']");
  await expect(fetching('later')).rejects.toThrow('later() is asynchronous');
});
