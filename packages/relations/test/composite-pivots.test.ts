import { createShelf, type ShelfInstance } from '@shelf/core';
import { sqlite } from '@shelf/sqlite';
import { relations } from '../src/index.js';

interface CourseRow {
  school: string;
  code: string;
  title: string | null;
}
interface StudentRow {
  school: string;
  number: number;
  name: string | null;
}

let db: ShelfInstance;
afterEach(() => db.destroy());

// Each key's first part is also a part of the other's: the fault that made mikro-orm#8080 lose rows (regression 12).
async function schools() {
  db = createShelf({ dialect: sqlite({ filename: ':memory:' }), plugins: [relations()] });
  await db.knex.schema.createTable('courses', (t) => {
    t.string('school');
    t.string('code');
    t.string('title');
    t.primary(['school', 'code']);
  });
  await db.knex.schema.createTable('students', (t) => {
    t.string('school');
    t.integer('number');
    t.string('name');
    t.primary(['school', 'number']);
  });
  await db.knex.schema.createTable('enrolments', (t) => {
    t.string('school');
    t.string('code');
    t.string('home_school');
    t.integer('number');
    t.integer('mark');
    t.primary(['school', 'code', 'home_school', 'number']);
  });
  class Course extends db.Model<CourseRow> {
    static override tableName = 'courses';
    static override idAttribute = ['school', 'code'] as const;
    students() {
      return this.belongsToMany(Student, 'enrolments', ['school', 'code'], ['home_school', 'number']).withPivot('mark');
    }
  }
  class Student extends db.Model<StudentRow> {
    static override tableName = 'students';
    static override idAttribute = ['school', 'number'] as const;
    courses() {
      return this.belongsToMany(Course, 'enrolments', ['home_school', 'number'], ['school', 'code']).withPivot('mark');
    }
  }
  const course = (school: string, code: string) => new Course({ school, code }).save(null, { method: 'insert' });
  const student = (school: string, number: number) =>
    new Student({ school, number, name: `${school}${number}` }).save(null, { method: 'insert' });
  const courses = [await course('a', 'x'), await course('a', 'y'), await course('b', 'x')];
  const students = [await student('a', 1), await student('a', 2), await student('b', 1)];
  return { Course, Student, courses, students };
}

const rows = (): Promise<unknown[]> =>
  db
    .knex('enrolments')
    .select('school', 'code', 'home_school', 'number', 'mark')
    .orderBy(['school', 'code', 'home_school', 'number']);

test('attach by models, by ids and by hashes with pivot columns; loaded from both sides', async () => {
  const { Course, Student, courses, students } = await schools();
  const [ax, ay, bx] = courses;
  await ax!.students().attach([students[0]!, ['b', 1]]);
  await ay!.students().attach({ home_school: 'a', number: 1, mark: 2 });
  await bx!.students().attach(students[2]!);
  expect(await rows()).toEqual([
    { school: 'a', code: 'x', home_school: 'a', number: 1, mark: null },
    { school: 'a', code: 'x', home_school: 'b', number: 1, mark: null },
    { school: 'a', code: 'y', home_school: 'a', number: 1, mark: 2 },
    { school: 'b', code: 'x', home_school: 'b', number: 1, mark: null },
  ]);
  const loaded = await Course.fetchAll({ withRelated: ['students.courses'] });
  expect(loaded.map((each) => each.related('students').pluck('name'))).toEqual([['a1', 'b1'], ['a1'], ['b1']]);
  const back = await Student.orderBy('school')
    .orderBy('number')
    .fetchAll({ withRelated: ['courses'] });
  expect(back.map((each) => each.related('courses').map(({ id }) => id))).toEqual([
    [
      ['a', 'x'],
      ['a', 'y'],
    ],
    [],
    [
      ['a', 'x'],
      ['b', 'x'],
    ],
  ]);
  expect(back.at(0)!.related('courses').at(1)!.pivot.get('mark')).toBe(2);
});

test('updatePivot, syncPivot and detach write the rows of this parent alone', async () => {
  const { courses, students } = await schools();
  const [ax, ay] = courses;
  await ax!.students().attach(students);
  await ay!.students().attach(students);
  await ax!.students().updatePivot({ mark: 1 }, { query: (qb) => qb.where('home_school', 'b') });
  const changes = await ax!.students().syncPivot([['a', 2], { home_school: 'b', number: 1, mark: 5 }]);
  expect(changes).toEqual({
    attached: [],
    detached: [['a', 1]],
    kept: [
      ['a', 2],
      ['b', 1],
    ],
    updated: [['b', 1]],
  });
  await ay!.students().detach([['a', 1], students[2]!]);
  expect(await rows()).toEqual([
    { school: 'a', code: 'x', home_school: 'a', number: 2, mark: null },
    { school: 'a', code: 'x', home_school: 'b', number: 1, mark: 5 },
    { school: 'a', code: 'y', home_school: 'a', number: 2, mark: null },
  ]);
  await ax!.students().detach();
  expect(await rows()).toHaveLength(1);
});

test('whereHas, whereDoesntHave and withCount compare whole keys', async () => {
  const { Course, courses } = await schools();
  await courses[0]!.students().attach([['b', 1]]);
  const withStudents = await Course.whereHas('students', (qb) => qb.where('students.number', 1)).fetchAll();
  expect(withStudents.map(({ id }) => id)).toEqual([['a', 'x']]);
  expect(await Course.whereDoesntHave('students').count()).toBe(2);
  expect((await Course.fetchAll({ withCount: ['students'] })).toJSON()).toMatchObject([
    { students_count: 1 },
    { students_count: 0 },
    { students_count: 0 },
  ]);
});
