import type { Plugin, Shelf } from '@shelf/core';
import { addClassOptions, type ShelfInternals } from '@shelf/core/inside';
import { withShelf, type Harness } from '../harness.js';

/** Gives classes the options `colour`, which instances may have of their own, and `shape`. */
const painting: Plugin = (shelf: Shelf) => {
  const { Model, instanceOptions } = shelf as unknown as ShelfInternals;
  addClassOptions(Model, {
    get colour() {
      return this.constructor['colour'];
    },
    get shape() {
      return this.constructor['shape'];
    },
  });
  instanceOptions.push('colour');
};

const colourOf = (model: object): unknown => (model as { colour?: unknown }).colour;
const shapeOf = (model: object): unknown => (model as { shape?: unknown }).shape;

/** Options that a plugin gives to a shelf's model classes. */
export function classOptionsSuite(harness: Harness): void {
  test('a class says one as a static, in extend, or by a getter; its subclasses inherit it', () =>
    withShelf(
      harness,
      async (db) => {
        class Static extends db.Model {
          static colour = 'red';
        }
        class Getter extends db.Model {
          get colour() {
            return `${this.get('shade')} blue`;
          }
        }
        const Extended = db.Model.extend({ colour: 'green' });
        class Child extends Static {}
        expect([Static, Extended, Child].map((Class) => colourOf(new Class()))).toEqual(['red', 'green', 'red']);
        expect(colourOf(new Getter({ shade: 'dark' }))).toBe('dark blue');
        expect(colourOf(new db.Model())).toBeUndefined();
      },
      { plugins: [painting] },
    ));

  test('of a chain in both forms the nearest class has its way', () =>
    withShelf(
      harness,
      async (db) => {
        class A extends db.Model {
          static colour = 'a';
        }
        const B = A.extend({ colour: 'b' });
        class C extends (B as typeof A) {
          static override colour = 'c';
        }
        const D = C.extend({});
        expect([A, B, C, D].map((Class) => colourOf(new Class()))).toEqual(['a', 'b', 'c', 'c']);
      },
      { plugins: [painting] },
    ));

  test('an instance takes those that may be its own from the options of `new`, and its clone keeps them', () =>
    withShelf(
      harness,
      async (db) => {
        class Thing extends db.Model {
          static colour = 'red';
          static shape = 'round';
        }
        const [painted, shaped]: object[] = [{ colour: 'white' }, { shape: 'flat' }];
        const thing = new Thing({}, painted);
        expect(() => new Thing({}, shaped)).toThrow("no option 'shape'");
        expect([colourOf(thing), shapeOf(thing)]).toEqual(['white', 'round']);
        expect(colourOf(thing.clone())).toBe('white');
        expect(colourOf(new Thing().clone())).toBe('red');
        expect(colourOf(new Thing())).toBe('red');
      },
      { plugins: [painting] },
    ));

  test('another shelf knows nothing of it', () =>
    withShelf(
      harness,
      () =>
        withShelf(harness, async (other) => {
          class Static extends other.Model {
            static colour = 'red';
          }
          const options: object = { colour: 'white' };
          expect(colourOf(new Static())).toBeUndefined();
          expect(() => new Static({}, options)).toThrow("no option 'colour'");
        }),
      { plugins: [painting] },
    ));
}
