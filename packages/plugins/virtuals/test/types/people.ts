// Virtuals as accessors of a class, and in `extend`.
import { createShelf, type Collection, type PrimaryKey } from '@shelf/core';
import { virtuals } from '@shelf/virtuals';
import { is, type Equal } from './fixtures/equal.js';

export const db = createShelf({ client: 'sqlite3', plugins: [virtuals()] });

export interface PersonRow {
  id: PrimaryKey<number>;
  first: string;
  last: string;
  born: number | null;
}
export class Person extends db.Model<PersonRow> {
  static override tableName = 'people';
  static override virtuals = ['fullName', 'age'];
  static override outputVirtuals = ['fullName'];
  get fullName() {
    return `${this.get('first')} ${this.get('last')}`;
  }
  set fullName(name: string) {
    const [first = '', last = ''] = name.split(' ');
    this.set({ first, last });
  }
  get age(): number | null {
    const born = this.get('born');
    return born === null ? null : 2026 - born;
  }
  // Without annotations, in the class itself.
  get shouted() {
    return this.get('fullName').toUpperCase();
  }
  greet() {
    return `Hello ${this.get('fullName')}`;
  }
  rename() {
    this.fullName = 'Ada King';
  }
  json() {
    return this.toJSON();
  }
}
export const Extended = db.Model.of<PersonRow>().extend({
  outputVirtuals: false,
  virtuals: {
    initials() {
      return `${this.get('first')[0]}${this.get('last')[0]}`;
    },
    decade: {
      get() {
        return Math.floor((this.get('born') ?? 0) / 10);
      },
      set(decade: number) {
        this.set('born', decade * 10);
      },
    },
  },
  shout() {
    return this.get('first').toUpperCase();
  },
});

export const person = new Person({ first: 'Ada', last: 'Lovelace' });
const extended = new Extended();

export async function uses() {
  const name = person.get('fullName');
  is<Equal<typeof name, string>>();
  const age = person.get('age');
  is<Equal<typeof age, number | null>>();
  const first = person.get('first');
  is<Equal<typeof first, string>>();
  const initials = extended.get('initials');
  is<Equal<typeof initials, string>>();
  const decade = extended.get('decade');
  is<Equal<typeof decade, number>>();
  extended.shout().trim();

  person.set('fullName', 'Ada King').set('first', 'Ada').greet();
  person.set({ fullName: 'Ada King', born: 1815 });
  extended.set('decade', 181).set({ decade: 181, first: 'Ada' });
  (await person.save('fullName', 'Ada King')).greet();
  (await person.save({ fullName: 'Ada King', born: null }, { patch: true })).greet();
  Person.forge({ fullName: 'Ada King', born: 1815 }).greet();
  Person.forge().greet();
  person.has('fullName') === person.has('first');
  person.escape('fullName').trim();

  const people: Collection<Person> = await Person.fetchAll();
  const names: string[] = people.pluck('fullName');
  const firsts: string[] = people.pluck('first');
  people.map('first').concat(['x']);
  people.map((each) => each.greet());
  people.sortBy('fullName').at(0)?.greet();
  people.where({ first: 'Ada' }).at(0)?.greet();
  people.find((each) => each.fullName === 'Ada King' && each.age === 36)?.greet();
  await people.invokeThen('save', null, { method: 'insert' });
  await people.invokeThen('save');
  await people.invokeThen('get', 'first');

  const json = person.toJSON({ virtuals: ['fullName'] });
  const shown: string | undefined = json.fullName;
  const stored: string = json.first;
  const some: string | undefined = extended.toJSON({ virtuals: true }).initials;
  return [names, firsts, shown, stored, some, person.json().fullName];
}

// @ts-expect-error a method is no virtual
person.get('greet');
// @ts-expect-error not a string
person.set('fullName', 1);
// @ts-expect-error not a string
person.set({ fullName: 1 });
// @ts-expect-error no setter
extended.set('initials', 'AL');
// @ts-expect-error no such virtual
extended.get('initial');
// @ts-expect-error not in SQL
Person.where({ fullName: 'Ada' });
// @ts-expect-error not in SQL
Person.orderBy('fullName');
// @ts-expect-error a list or an object
db.Model.of<PersonRow>().extend({ virtuals: 'fullName' });
