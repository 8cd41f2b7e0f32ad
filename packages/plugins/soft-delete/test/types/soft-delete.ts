// Soft delete, wherever it may be said, and the options and methods that come with it.
import { createShelf, type Collection, type PrimaryKey } from '@shelf/core';
import { softDelete, type RestoreOptions, type SoftDelete } from '@shelf/soft-delete';
import { is, type Equal } from './fixtures/equal.js';

export const db = createShelf({ client: 'sqlite3', plugins: [softDelete(), softDelete({ column: 'removed_at' })] });

export interface UserRow {
  id: PrimaryKey<number>;
  name: string;
  deleted_at: Date | null;
}
export class User extends db.Model<UserRow> {
  static override tableName = 'users';
  static override softDelete = true;
  gone() {
    return this.isDeleted() ? this.restore() : this.destroy({ date: new Date(), hardDelete: false });
  }
}
export class Team extends db.Model<UserRow> {
  static override softDelete = { column: 'removed_at', cascade: ['members'] };
}
export const Member = db.Model.of<UserRow>().extend({
  softDelete: { cascade: ['notes'] },
  shout() {
    return this.get('name').toUpperCase();
  },
});
const said: SoftDelete = { cascade: ['notes'] as const };
const options: RestoreOptions = { require: false, all: true };

export async function use() {
  const user = await new User({ id: 1 }).fetch({ require: true, withDeleted: true });
  is<Equal<typeof user, User>>();
  const restored = await user.restore(options);
  is<Equal<typeof restored, User>>();
  is<Equal<ReturnType<typeof user.isDeleted>, boolean>>();
  const bin = await User.fetchAll({ onlyDeleted: true });
  is<Equal<typeof bin, Collection<User>>>();
  await User.count({ onlyDeleted: true });
  await User.where({ name: 'Ada' }).fetchPage({ withDeleted: true, pageSize: 5 });
  await user.save({ name: 'Ada' }, { withDeleted: true });
  await user.destroy({ hardDelete: true, onlyDeleted: true, require: true });
  user.on('restoring', (model, { query, require }) => [model.get('name'), query.toQuery(), require]);
  user.on('restored', (model, _response, { previousAttributes }) => [model.id, previousAttributes?.deleted_at]);
  user.softDelete = said;
  new Member().shout().trim();

  // @ts-expect-error a boolean
  await User.fetchAll({ withDeleted: 'yes' });
  // @ts-expect-error no such option of a fetch
  await User.fetchAll({ hardDelete: true });
  // @ts-expect-error a date
  await user.destroy({ date: 'today' });
  // @ts-expect-error no such event
  user.on('restore', () => undefined);
}

// @ts-expect-error true, or settings
class Wrong extends db.Model<UserRow> {
  static override softDelete = 'deleted_at';
}
new Wrong();
// @ts-expect-error names of relations
db.Model.of<UserRow>().extend({ softDelete: { cascade: 'posts' } });
// @ts-expect-error a name
softDelete({ column: 1 });
