import type { Timestamps } from '@shelf/core';
import type { Harness } from '../harness.js';
import { withTown, type PersonRow, type Town } from './people.js';

interface Clock {
  now: Date;
}

const START = new Date('2024-02-29T12:34:56.789Z');
const LATER = new Date('2024-03-01T00:00:00.001Z');

function withClock<T>(harness: Harness, work: (town: Town, clock: Clock) => Promise<T>): Promise<T> {
  const clock = { now: START };
  return withTown(harness, (town) => work(town, clock), { now: () => clock.now });
}

function stamped({ Person }: Town, hasTimestamps: Timestamps): Town['Person'] {
  return class extends Person {
    static override hasTimestamps = hasTimestamps;
  };
}

async function times({ Person }: Town): Promise<Partial<PersonRow>> {
  return (await new Person().fetch({ require: true, columns: ['created_at', 'updated_at', 'seen_at'] })).toJSON();
}

/** `hasTimestamps` and `timestamp`. */
export function timestampsSuite(harness: Harness): void {
  test('an insert sets both, an update the second, from the shelf’s clock', () =>
    withClock(harness, async (town, clock) => {
      const person = await new (stamped(town, true))({ name: 'Ada' }).save();
      expect([person.get('created_at'), person.get('updated_at')]).toEqual([START, START]);
      expect(await times(town)).toEqual({ created_at: START, updated_at: START, seen_at: null });
      clock.now = LATER;
      await person.save({ age: 1 });
      expect(await times(town)).toEqual({ created_at: START, updated_at: LATER, seen_at: null });
      expect(person.hasChanged()).toBe(false);
    }));

  test('without hasTimestamps nothing is set', () =>
    withClock(harness, async (town) => {
      await new town.Person({ name: 'Ada' }).save();
      expect(await times(town)).toEqual({ created_at: null, updated_at: null, seen_at: null });
      expect(new town.Person().timestamp()).toEqual({});
    }));

  test('a pair names the columns, either may be null', () =>
    withClock(harness, async (town, clock) => {
      const both = await new (stamped(town, ['seen_at', 'created_at']))({ name: 'Ada' }).save();
      expect(await times(town)).toEqual({ seen_at: START, created_at: START, updated_at: null });
      await both.destroy();
      const first = await new (stamped(town, ['seen_at', null]))({ name: 'Ada' }).save();
      clock.now = LATER;
      await first.save({ age: 1 });
      expect(await times(town)).toEqual({ seen_at: START, created_at: null, updated_at: null });
      await first.destroy();
      await new (stamped(town, [null, 'updated_at']))({ name: 'Ada' }).save();
      expect(await times(town)).toEqual({ seen_at: null, created_at: null, updated_at: LATER });
    }));

  test('as extend’s property, and as an option of the constructor', () =>
    withClock(harness, async (town) => {
      const Extended = town.db.Model.extend({ tableName: 'people', hasTimestamps: [null, 'updated_at'] });
      await (await new Extended({ name: 'Ada' }).save()).save({ age: 2 });
      expect(await times(town)).toMatchObject({ created_at: null, updated_at: START });
      await town.db.knex('people').delete();
      await new town.Person({ name: 'Ada' }, { hasTimestamps: true }).save();
      expect(await times(town)).toMatchObject({ created_at: START, updated_at: START });
    }));

  test('when nothing changed no time is touched', () =>
    withClock(harness, async (town, clock) => {
      const person = await new (stamped(town, true))({ name: 'Ada' }).save();
      clock.now = LATER;
      await person.save();
      await person.save({ name: 'Ada' });
      expect([person.get('updated_at'), await times(town)]).toEqual([
        START,
        expect.objectContaining({ updated_at: START }),
      ]);
    }));

  test('a change that is made by a saving handler, or in place, is stamped too', () =>
    withClock(harness, async (town, clock) => {
      const Stamped = stamped(town, true);
      const person = await new Stamped({ name: 'Ada', notes: [] }).save();
      clock.now = LATER;
      person.once('saving', (model) => void model.set('age', 9));
      await person.save();
      expect(await times(town)).toMatchObject({ updated_at: LATER });
      clock.now = START;
      (person.get('notes') as number[]).push(1);
      await person.save();
      expect(await times(town)).toMatchObject({ updated_at: START });
    }));

  test('created_at is never set with {method: "update"}, nor by a patch', () =>
    withClock(harness, async (town, clock) => {
      const Stamped = stamped(town, true);
      const { id } = await new town.Person({ name: 'Ada' }).save();
      await new Stamped({ id, age: 1 }).save(null, { method: 'update' });
      await Stamped.where({ name: 'Ada' }).save({ age: 2 }, { method: 'update' });
      expect(await times(town)).toMatchObject({ created_at: null, updated_at: START });
      clock.now = LATER;
      await new Stamped({ id }).save({ age: 3 }, { patch: true });
      expect(await times(town)).toMatchObject({ created_at: null, updated_at: LATER });
    }));

  test('a key set by hand with {method: "insert"} gets both', () =>
    withClock(harness, async (town) => {
      await new (stamped(town, true))({ id: 5, name: 'Ada' }).save(null, { method: 'insert' });
      expect(await times(town)).toMatchObject({ created_at: START, updated_at: START });
    }));

  test('{date} overrides the clock', () =>
    withClock(harness, async (town) => {
      const person = await new (stamped(town, true))({ name: 'Ada' }).save(null, { date: LATER });
      expect(await times(town)).toMatchObject({ created_at: LATER, updated_at: LATER });
      await person.save({ age: 1 }, { date: new Date(0) });
      expect(await times(town)).toMatchObject({ created_at: LATER, updated_at: new Date(0) });
    }));

  test('timestamp sets and returns the times, for insert or update', () =>
    withClock(harness, async (town) => {
      const Stamped = stamped(town, true);
      const fresh = new Stamped({ name: 'Ada' });
      expect(fresh.timestamp()).toEqual({ created_at: START, updated_at: START });
      expect(fresh.get('created_at')).toEqual(START);
      expect(new Stamped({ id: 1 }).timestamp()).toEqual({ updated_at: START });
      expect(new Stamped({ id: 1 }).timestamp({ method: 'insert', date: LATER })).toEqual({
        created_at: LATER,
        updated_at: LATER,
      });
      expect(new Stamped().timestamp({ method: 'update' })).toEqual({ updated_at: START });
    }));

  test('times set by hand are kept', () =>
    withClock(harness, async (town) => {
      const person = await new (stamped(town, true))({ name: 'Ada', created_at: LATER, updated_at: LATER }).save();
      expect(await times(town)).toMatchObject({ created_at: LATER, updated_at: LATER });
      await person.save({ updated_at: new Date(0) });
      expect(await times(town)).toMatchObject({ created_at: LATER, updated_at: new Date(0) });
    }));

  test('timestamp can be overridden', () =>
    withClock(harness, async (town) => {
      class Custom extends stamped(town, true) {
        override timestamp(): Partial<PersonRow> {
          this.set('seen_at', LATER);
          return { seen_at: LATER };
        }
      }
      await new Custom({ name: 'Ada' }).save();
      expect(await times(town)).toEqual({ created_at: null, updated_at: null, seen_at: LATER });
    }));

  test('a save that fails takes its times back', () =>
    withClock(harness, async (town) => {
      const person = new (stamped(town, true))({});
      await expect(person.save()).rejects.toBeInstanceOf(town.db.NotNullViolationError);
      expect(person.toJSON()).toEqual({});
    }));
}
