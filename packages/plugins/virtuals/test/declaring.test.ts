import { newShelf } from './people.js';

test('functions and accessors, in extend, as a static and by a getter; they are properties too', () => {
  const db = newShelf();
  interface Named {
    readonly shout: string;
    loud: string;
  }
  const declared = {
    shout(this: { get(name: string): string }) {
      return this.get('name').toUpperCase();
    },
    loud: {
      get(this: { get(name: string): string }) {
        return `${this.get('name')}!`;
      },
      set(this: { set(name: string, value: string): void }, value: string) {
        this.set('name', value.replace('!', ''));
      },
    },
  };
  class Static extends db.Model {
    static override virtuals = declared;
  }
  class Getter extends db.Model {
    get virtuals() {
      return declared;
    }
  }
  const Extended = db.Model.extend({ virtuals: declared });
  for (const Class of [Static, Getter, Extended]) {
    const model = new Class() as InstanceType<typeof Static> & Named;
    model.loud = 'ada!';
    expect([model.get('shout'), model.shout, model.get('loud'), model.loud]).toEqual(['ADA', 'ADA', 'ada!', 'ada!']);
    expect(model.toJSON()).toEqual({ name: 'ada', shout: 'ADA', loud: 'ada!' });
    expect(Object.keys(model)).not.toContain('shout');
  }
});

test('a subclass has its parents’ virtuals and its own, and may override them', () => {
  const db = newShelf();
  class Shape extends db.Model<{ side: number }> {
    static override virtuals: object = ['area'];
    get area() {
      return 0;
    }
  }
  class Square extends Shape {
    static override virtuals = ['double'];
    override get area() {
      return this.get('side') ** 2;
    }
    get double() {
      return this.get('area') * 2;
    }
  }
  const Cube = Square.extend({
    virtuals: {
      volume() {
        return this.get('side') ** 3;
      },
    },
  });
  class Plain extends Cube {}
  expect(new Plain({ side: 3 }).toJSON()).toEqual({ side: 3, area: 9, double: 18, volume: 27 });
  expect(new Square({ side: 3 }).toJSON()).toEqual({ side: 3, area: 9, double: 18 });
  expect(new Shape({ side: 3 }).toJSON()).toEqual({ side: 3, area: 0 });
});

test('what cannot be a virtual is an error that names class and virtual, when the first model is made', () => {
  const db = newShelf();
  const refused = (declared: unknown): void => {
    class Wrong extends db.Model {
      static override virtuals = declared as object;
      method() {
        return 1;
      }
    }
    expect(() => new Wrong()).toThrow(db.InvalidValueError);
    expect(() => new Wrong()).toThrow(/^The virtuals of Wrong: /);
  };
  for (const each of ['fullName', 5, [1], true]) refused(each);
  for (const name of ['missing', 'method', 'save', 'id', 'constructor', '__proto__']) refused([name]);
  for (const definition of [5, null, {}, { get: 5 }, { async set() {} }]) refused({ wrong: definition });
  for (const name of ['save', 'method', 'toString']) refused({ [name]: () => 1 });
});

test('classes without virtuals are as they were; another shelf knows nothing of them', () => {
  const db = newShelf();
  class Plain extends db.Model {
    static override virtuals = null as unknown as object;
    get computed() {
      return 1;
    }
  }
  expect(new Plain({ a: 1 }).toJSON()).toEqual({ a: 1 });
  const plain = new Plain({ a: 1 }) as unknown as { get(name: string): unknown };
  expect(plain.get('computed')).toBeUndefined();
  const other = newShelf([]);
  const Other = other.Model.extend({ virtuals: { a: () => 1 } });
  expect(new Other().toJSON()).toEqual({});
});
