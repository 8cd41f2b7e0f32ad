// The table that every scenario works on: eight columns, one of them a boolean and two of them dates.

export interface User {
  id: number;
  name: string;
  email: string;
  age: number;
  active: boolean;
  score: number;
  created_at: Date;
  updated_at: Date;
}

export type NewUser = Omit<User, 'id'>;

/** A user as SQLite holds it: booleans are 0 and 1, instants are ISO 8601 text in UTC with milliseconds. */
export type StoredUser = {
  [K in keyof User]: User[K] extends boolean ? 0 | 1 : User[K] extends Date ? string : User[K];
};

export const createTable = `
  create table users (
    id integer primary key,
    name varchar(100) not null,
    email varchar(200) not null,
    age integer not null,
    active boolean not null,
    score double not null,
    created_at datetime not null,
    updated_at datetime not null
  )`;

const firstInstant = Date.UTC(2024, 0, 1);

/** Makes as many users as asked, the same ones every time. */
export function makeUsers(count: number): NewUser[] {
  return Array.from({ length: count }, (_, index) => {
    const created = firstInstant + index * 7_919_003;
    return {
      name: `Name of user ${index}`,
      email: `user.${index}@example.com`,
      age: 18 + (index % 60),
      active: index % 3 !== 0,
      score: index * 1.25 + 0.1,
      created_at: new Date(created),
      updated_at: new Date(created + 86_400_017),
    };
  });
}

/** What the update scenario changes in a user it has fetched. */
export function birthday(user: Pick<User, 'age' | 'active' | 'updated_at'>) {
  return { age: user.age + 1, active: !user.active, updated_at: new Date(user.updated_at.getTime() + 1001) };
}
