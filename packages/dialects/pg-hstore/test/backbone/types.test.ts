import { expectTypeOf } from 'expect-type';
import { createBackbone } from '../../src/backbone/index.js';

const Backbone = createBackbone();

interface BadgerRow {
  id: number;
  name: string | null;
}

class Badger extends Backbone.Model<BadgerRow> {
  override get urlRoot(): string {
    return '/badgers';
  }
  shout(): string {
    return String(this.get('name')).toUpperCase();
  }
}

const Loose = Backbone.Model.extend({ urlRoot: '/badgers', double: (n: number) => 2 * n });
const Badgers = Backbone.Collection.extend({ url: '/badgers', model: Badger });

test('models know their attributes, and calls what they resolve to', () => {
  const badger = new Badger({ name: 'Bodger' });
  expectTypeOf(badger.get('name')).toEqualTypeOf<string | null | undefined>();
  expectTypeOf(badger.fetch).returns.resolves.toEqualTypeOf<Badger>();
  expectTypeOf<ReturnType<typeof badger.destroy>>().toEqualTypeOf<Promise<Badger> | false>();
  // @ts-expect-error -- no such attribute
  badger.get('nam');
  // @ts-expect-error -- a name is a string
  badger.set('name', 7);
  // @ts-expect-error -- no such attribute
  expect(new Badger({ age: 2 }).shout()).toBe('UNDEFINED');
});

test('extended classes keep their members, and take any attribute', () => {
  const loose = new Loose({ anything: 1 });
  expectTypeOf(loose.double(2)).toEqualTypeOf<number>();
  expect(loose.get('anything')).toBe(1);
});

test('collections know their models', () => {
  const badgers = new Badgers();
  expectTypeOf(badgers.at(0)).toEqualTypeOf<Badger | undefined>();
  expectTypeOf(badgers.map((badger) => badger.shout())).toEqualTypeOf<string[]>();
  expect(badgers.add({ name: 'Bodger' }).shout()).toBe('BODGER');
});

test('options and handlers are checked', () => {
  const check = (badger: Badger): void => {
    void badger.save(null, { success: (model) => expectTypeOf(model).toEqualTypeOf<Badger>() });
    void badger.fetch({ filter: { name: null }, error: (_, error) => expectTypeOf(error).toEqualTypeOf<Error>() });
    void badger.fetch({ filter: ['age > 3'] });
    // @ts-expect-error -- undefined is no value
    void badger.fetch({ filter: { name: undefined } });
    // @ts-expect-error -- conditions stand in an array
    void badger.fetch({ filter: 'age > 3' });
    badger.on('error', (model, error) => expectTypeOf(error).toEqualTypeOf<Error>());
    badger.on('change:name', (model: Badger) => model.shout());
  };
  expect(check).toBeInstanceOf(Function);
});
