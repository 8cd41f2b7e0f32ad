import type { PrimaryKey } from '@shelf/core';
import type { Harness } from '../harness.js';
import { withTown, type Town } from './people.js';

interface MemberRow {
  memberId: PrimaryKey<number>;
  fullName: string;
  yearOfBirth: number | null;
  createdAt: Date | null;
  lastSeen: unknown;
}

function renamed(row: object, rename: (name: string) => string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [rename(name), value]));
}

const camel = (name: string): string => name.replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase());
const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Members whose columns are in snake_case, key included, and whose attributes are in camelCase. */
function withMembers<T>(
  harness: Harness,
  work: (town: Town, Member: ReturnType<typeof makeMember>) => Promise<T>,
): Promise<T> {
  return withTown(harness, async (town) => {
    await town.db.knex.schema.createTable('members', (table) => {
      table.increments('member_id');
      table.string('full_name').unique();
      table.integer('year_of_birth');
      table.datetime('created_at', { precision: 3 });
      table.json('last_seen');
    });
    await town.db.knex('members').insert([
      { full_name: 'Ada', year_of_birth: null },
      { full_name: 'Bob', year_of_birth: 1990 },
    ]);
    return work(town, makeMember(town));
  });
}

function makeMember({ db }: Town) {
  class Member extends db.Model<MemberRow> {
    static override tableName = 'members';
    static override idAttribute = 'member_id';
    override parse(row: Record<string, unknown>): Partial<MemberRow> {
      return renamed(row, camel);
    }
    override format(attributes: Partial<MemberRow>): Record<string, unknown> {
      return renamed(attributes, snake);
    }
  }
  return Member;
}

/** `parse` and `format`. */
export function parseFormatSuite(harness: Harness): void {
  test('an insert formats, and parses the key that comes back', () =>
    withMembers(harness, async ({ db }, Member) => {
      const member = await new Member({ fullName: 'Cyd', yearOfBirth: 1980, lastSeen: { firstPlace: 1 } }).save();
      expect([member.id, member.get('memberId'), member.isNew(), member.hasChanged()]).toEqual([3, 3, false, false]);
      expect(member.has('member_id' as never)).toBe(false);
      expect(await db.knex('members').where({ member_id: 3 }).first('full_name', 'year_of_birth')).toEqual({
        full_name: 'Cyd',
        year_of_birth: 1980,
      });
    }));

  test('a key under its column’s name is the key, whatever `parse` and `format` call it', () =>
    withMembers(harness, async ({ db }, Member) => {
      const raw = () => new Member({ member_id: 2 } as object);
      expect([raw().id, raw().isNew()]).toEqual([2, false]);
      expect((await raw().fetch())?.get('fullName')).toBe('Bob');
      expect((await raw().refresh())?.get('fullName')).toBe('Bob');
      await raw().save({ fullName: 'Ben' });
      expect(Member.collection([{ member_id: 2 } as object]).get(2)).toBeDefined();
      expect(await db.knex('members').orderBy('member_id').pluck('full_name')).toEqual(['Ada', 'Ben']);
      await raw().destroy({ require: true });
      expect(await Member.count()).toBe(1);
    }));

  test('a key that `format` would rename is found by its column', () =>
    withTown(harness, async ({ db }) => {
      await db.knex.schema.createTable('parts', (table) => {
        table.integer('_id').primary();
        table.string('label');
      });
      const bare = (name: string): string => name.replace(/^_/, '');
      const Part = db.Model.extend({
        tableName: 'parts',
        idAttribute: '_id',
        format: (attributes: object) => renamed(attributes, bare),
      });
      await db.knex('parts').insert([
        { _id: 1, label: 'a' },
        { _id: 2, label: 'b' },
      ]);
      const part = () => new Part({ _id: 2 });
      expect((await part().fetch())?.get('label')).toBe('b');
      expect((await part().refresh())?.get('label')).toBe('b');
      await part().save({ _label: 'c' }, { patch: true });
      await part().save({ label: 'c' });
      expect(await db.knex('parts').orderBy('_id').pluck('label')).toEqual(['a', 'c']);
      await part().destroy({ require: true });
      expect(await db.knex('parts').pluck('_id')).toEqual([1]);
    }));

  test('a fetch formats its attributes and parses the row', () =>
    withMembers(harness, async (_town, Member) => {
      const member = await new Member({ fullName: 'Bob' }).fetch({ require: true });
      expect(member.toJSON()).toEqual({
        memberId: 2,
        fullName: 'Bob',
        yearOfBirth: 1990,
        createdAt: null,
        lastSeen: null,
      });
      expect([member.id, member.isNew(), member.hasChanged()]).toEqual([2, false, false]);
      expect((await new Member({ memberId: 1 }).fetch())?.get('fullName')).toBe('Ada');
      expect(await new Member({ memberId: 1, fullName: 'Bob' }).fetch()).toBeNull();
    }));

  test('an update writes what changed under its column, by the renamed key', () =>
    withMembers(harness, async ({ db }, Member) => {
      const member = await new Member({ memberId: 2 }).fetch({ require: true });
      await db.knex('members').where({ member_id: 2 }).update({ full_name: 'Rob' });
      await member.save({ yearOfBirth: 1991 });
      await new Member({ memberId: 1 }).save({ yearOfBirth: 1815 });
      await new Member({ memberId: 1 }).save({ fullName: 'Ada L.' }, { patch: true });
      expect(await db.knex('members').orderBy('member_id').select('full_name', 'year_of_birth')).toEqual([
        { full_name: 'Ada L.', year_of_birth: 1815 },
        { full_name: 'Rob', year_of_birth: 1991 },
      ]);
      (await member.refresh()).get('fullName');
      expect(member.get('fullName')).toBe('Rob');
    }));

  test('a key that changes, is refreshed, and deletes', () =>
    withMembers(harness, async ({ db }, Member) => {
      const member = await new Member({ memberId: 2 }).fetch({ require: true });
      await member.save({ memberId: 20 });
      expect(await db.knex('members').orderBy('member_id').pluck('member_id')).toEqual([1, 20]);
      await member.destroy({ require: true });
      expect(await db.knex('members').pluck('full_name')).toEqual(['Ada']);
      await expect(new Member({ fullName: 'Ada' }).destroy()).rejects.toBeInstanceOf(db.UndefinedBindingError);
    }));

  test('collections find by the renamed key, and pages order by it', () =>
    withMembers(harness, async (_town, Member) => {
      const members = await Member.orderBy('-member_id' as never).fetchAll();
      expect([members.get(1)?.get('fullName'), members.map((member) => member.id)]).toEqual(['Ada', [2, 1]]);
      expect((await Member.orderBy().fetchPage({ pageSize: 1 })).at(0)?.id).toBe(1);
    }));

  test('columns name columns; what comes is parsed', () =>
    withMembers(harness, async (_town, Member) => {
      const member = await new Member({ memberId: 2 }).fetch({ require: true, columns: ['member_id', 'full_name'] });
      expect(member.toJSON()).toEqual({ memberId: 2, fullName: 'Bob' });
    }));

  test('timestamps are attributes', () =>
    withMembers(harness, async ({ db }, Member) => {
      class Timed extends Member {
        static override hasTimestamps = ['createdAt', null];
      }
      const member = await new Timed({ fullName: 'Cyd' }).save();
      expect((await new Member({ memberId: member.id }).fetch())?.get('createdAt')).toEqual(member.get('createdAt'));
      expect(member.get('createdAt')).toBeInstanceOf(Date);
      expect(await db.knex('members').whereNotNull('created_at').pluck('full_name')).toEqual(['Cyd']);
    }));

  test('upsert formats and parses as well', () =>
    withMembers(harness, async (_town, Member) => {
      const member = await Member.upsert(
        { fullName: 'Bob', yearOfBirth: 1 },
        {
          conflict: 'full_name' as never,
        },
      );
      expect([member.id, (await new Member({ memberId: 2 }).fetch())?.get('yearOfBirth')]).toEqual([2, 1]);
    }));

  test('format gets a copy: what it does to that, the model does not see', () =>
    withTown(harness, async ({ Person, db }) => {
      class Trimmed extends Person {
        override format(attributes: Partial<{ name: string }>): Record<string, unknown> {
          if (attributes.name !== undefined) attributes.name = attributes.name.trim();
          Object.assign(attributes, { age: 5 });
          return attributes;
        }
      }
      const person = await new Trimmed({ name: ' Ada ' }).save();
      expect([person.get('name'), person.get('age'), person.hasChanged()]).toEqual([' Ada ', undefined, false]);
      expect(await db.knex('people').select('name', 'age')).toEqual([{ name: 'Ada', age: 5 }]);
    }));

  test('parse may make values of its own; a save writes what changed since', () =>
    withTown(harness, async ({ Person, db }) => {
      class Upper extends Person {
        override parse(row: Record<string, unknown>): Record<string, never> {
          return (typeof row['name'] === 'string' ? { ...row, name: row['name'].toUpperCase() } : row) as Record<
            string,
            never
          >;
        }
      }
      await new Person({ name: 'Ada', age: 1 }).save();
      const person = await new Upper({ id: 1 }).fetch({ require: true });
      expect([person.get('name'), person.hasChanged()]).toEqual(['ADA', false]);
      await person.save({ age: 2 });
      expect(await db.knex('people').select('name', 'age')).toEqual([{ name: 'Ada', age: 2 }]);
      expect((await Upper.fetchAll()).at(0)?.get('name')).toBe('ADA');
    }));

  test('without overrides both give back what they get', () =>
    withTown(harness, async ({ Person }) => {
      const row = { name: 'Ada' };
      expect([new Person().parse(row), new Person().format(row)]).toEqual([row, row]);
    }));
}
