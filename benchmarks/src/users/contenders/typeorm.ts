import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { typeormFor } from '../../connect/typeorm.js';
import { servers, type ServerDriver } from '../../drivers.js';
import type { Contender } from '../../group.js';
import { birthday, type User as UserRow } from '../schema.js';
import type { UserSession } from '../session.js';

class User implements UserRow {
  declare id: number;
  declare name: string;
  declare email: string;
  declare age: number;
  declare active: boolean;
  declare score: number;
  declare created_at: Date;
  declare updated_at: Date;
}

const instants: Readonly<Record<ServerDriver, EntitySchemaColumnOptions>> = {
  postgres: { type: 'timestamptz' },
  mariadb: { type: 'datetime', precision: 3 },
};

/** TypeORM's data mapper. */
export const typeorm: Contender<UserSession> = {
  name: 'typeorm',
  drivers: servers,

  async open(driver, address): Promise<UserSession<User, User[]>> {
    const instant = instants[driver as ServerDriver];
    const schema = new EntitySchema<User>({
      name: 'User',
      target: User,
      tableName: 'users',
      columns: {
        id: { type: 'integer', primary: true, generated: true },
        name: { type: 'varchar', length: 100 },
        email: { type: 'varchar', length: 200 },
        age: { type: 'integer' },
        active: { type: 'boolean' },
        score: { type: 'double precision' },
        created_at: instant,
        updated_at: instant,
      },
    });
    const db = await typeormFor(driver as ServerDriver, address, [schema]);

    return {
      fetchAll: () => db.manager.find(User),
      toJSON: (users) => users.map((user): UserRow => Object.assign({}, user)),
      toPlain: (user) => user,

      async fetchEach(ids) {
        const users: User[] = [];
        for (const id of ids) users.push(await db.manager.findOneByOrFail(User, { id }));
        return users;
      },

      insertEach: (users) =>
        db.transaction(async (manager) => {
          for (const user of users) await manager.save(manager.create(User, user));
        }),

      updateEach: (ids) =>
        db.transaction(async (manager) => {
          for (const id of ids) {
            const user = await manager.findOneByOrFail(User, { id });
            Object.assign(user, birthday(user));
            await manager.save(user);
          }
        }),

      close: () => db.destroy(),
    };
  },
};
