// Camel case: the option of classes, wherever it may be said, and the types that rename.
import { createShelf, type PrimaryKey } from '@shelf/core';
import {
  camelCase,
  caseConverter,
  snakeCase,
  type CamelCase,
  type CamelCased,
  type CaseConverter,
} from '@shelf/case-converter';
import { is, type Equal } from './fixtures/equal.js';

export const db = createShelf({ client: 'sqlite3', plugins: [caseConverter()] });
createShelf({ client: 'sqlite3', plugins: [caseConverter({ attribute: camelCase, column: snakeCase })] });

interface UsersTable {
  user_id: PrimaryKey<number>;
  first_name: string;
  born_on?: string | null;
  readonly _private: boolean;
}
export type UserRow = CamelCased<UsersTable>;
is<
  Equal<UserRow, { userId: PrimaryKey<number>; firstName: string; bornOn?: string | null; readonly _private: boolean }>
>();

is<Equal<CamelCase<'created_at'>, 'createdAt'>>();
is<Equal<CamelCase<'a_b_c'>, 'aBC'>>();
is<Equal<CamelCase<'line_1_b'>, 'line_1B'>>();
is<
  Equal<CamelCase<'a__b' | '_id' | 'x_' | 'URL' | 'site_URL' | 'id'>, 'a__b' | '_id' | 'x_' | 'URL' | 'site_URL' | 'id'>
>();
is<Equal<CamelCase<string>, string>>();

export class User extends db.Model<UserRow> {
  static override tableName = 'users';
  static override idAttribute = 'userId';
  static override caseConverter = { attribute: camelCase };
}
export class Old extends db.Model<UsersTable> {
  static override tableName = 'users';
  static override caseConverter = false;
}
export const Note = db.Model.of<UserRow>().extend({
  caseConverter: { attribute: (column) => column.toLowerCase(), column: (attribute) => attribute.toUpperCase() },
  shout() {
    return this.get('firstName').toUpperCase();
  },
});

export async function use(user: User, said: CaseConverter) {
  const first = user.get('firstName');
  is<Equal<typeof first, string>>();
  await User.where({ firstName: 'Ada' })
    .orderBy('bornOn')
    .fetchAll({ columns: ['userId', 'firstName'] });
  new Old({ first_name: 'Ada', _private: true }).get('first_name').trim();
  new Note().shout().trim();
  user.caseConverter = said;

  // @ts-expect-error the column's name
  user.get('first_name');
  // @ts-expect-error the column's name
  await user.save({ first_name: 'Ada' });
}

// @ts-expect-error true, false, or functions
class Wrong extends db.Model<UserRow> {
  static override caseConverter = 'snake';
}
new Wrong();
// @ts-expect-error no such option
caseConverter({ attributes: camelCase });
// @ts-expect-error a function of one name
caseConverter({ attribute: (column: number) => String(column) });
