// What a package emits declarations of: no inferred type may be unnameable (TS2742, TS4058, TS4023, TS7056).
import type {} from './fixtures/labels.js';
import type { Dynamic, Generated, Insertable, PrimaryKey } from '@shelf/core';
import { createShelf, type Model } from '@shelf/core';

export const db = createShelf({ client: 'sqlite3' });

interface UserRow {
  id: PrimaryKey<number>;
  name: string;
  created_at: Generated<Date>;
}
export class User extends db.Model<UserRow> {
  json() {
    return this.toJSON();
  }
  async labelled() {
    return this.fetch({ labels: ['full'], require: true });
  }
  page() {
    return this.fetchPage({ limit: 3 });
  }
  own() {
    return { id: this.id, previous: this.previousAttributes(), picked: this.pick('name'), pairs: this.pairs() };
  }
  handled() {
    return this.on('saving updating', (model) => model.json()).chain();
  }
}
export class Users extends db.Collection<User> {
  everyone() {
    return this.fetch({ labels: ['full'] });
  }
  grouped() {
    return this.groupBy('name');
  }
}
export const Teams = db.Collection.extend({
  model: User,
  names() {
    return this.pluck('name');
  },
});
export const Tag = db.Model.of<{ id: number; label: string }>().extend(
  {
    tableName: 'tags',
    shout() {
      return this.get('label').toUpperCase();
    },
  },
  {
    labelled(label: string) {
      return this.where({ label });
    },
  },
);
export const Loose = db.Model.extend({ tableName: 'loose' });

export class Product extends db.Model<{ id: number; price: number } & Dynamic> {
  described() {
    return this.toJSON();
  }
  coloured() {
    return this.set({ color: 'red' }).attributes;
  }
}
export function softDelete<T extends abstract new (...args: any[]) => Model>(Base: T) {
  abstract class SoftDeleted extends Base {
    softDelete() {
      return this.save({ deleted_at: new Date() });
    }
  }
  return SoftDeleted;
}
export class Doc extends softDelete(db.Model<{ id: number; deleted_at: Date | null } & Dynamic>) {}

export const json = async () => (await User.forge({ id: 1 }).labelled()).toJSON();
export const insert = (row: Insertable<UserRow>) => ({ ...row, kind: 'user' as const });
export const dynamic = (product: Product) => ({ ...product.attributes });
export const transaction = () => db.transaction(async (t) => User.where({ id: 1 }).fetchAll({ transacting: t }));
export const errors = { NotFound: User.NotFoundError, Empty: Users.EmptyError };
