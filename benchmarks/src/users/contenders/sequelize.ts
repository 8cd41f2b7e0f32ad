import { DataTypes, Model } from 'sequelize';
import { sequelizeFor } from '../../connect/sequelize.js';
import { servers, type ServerDriver } from '../../drivers.js';
import type { Contender } from '../../group.js';
import { birthday, type NewUser, type User as UserRow } from '../schema.js';
import type { UserSession } from '../session.js';

/** Sequelize 6, with the columns' types declared. */
export const sequelize: Contender<UserSession> = {
  name: 'sequelize',
  drivers: servers,

  async open(driver, address): Promise<UserSession<Model<UserRow, NewUser>, Model<UserRow, NewUser>[]>> {
    const db = sequelizeFor(driver as ServerDriver, address);
    class User extends Model<UserRow, NewUser> {}
    User.init(
      {
        id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
        name: { type: DataTypes.STRING(100), allowNull: false },
        email: { type: DataTypes.STRING(200), allowNull: false },
        age: { type: DataTypes.INTEGER, allowNull: false },
        active: { type: DataTypes.BOOLEAN, allowNull: false },
        score: { type: DataTypes.DOUBLE, allowNull: false },
        created_at: { type: DataTypes.DATE(3), allowNull: false },
        updated_at: { type: DataTypes.DATE(3), allowNull: false },
      },
      { sequelize: db, tableName: 'users', timestamps: false },
    );

    return {
      fetchAll: () => User.findAll(),
      toJSON: (users) => users.map((user) => user.toJSON()),
      toPlain: (user) => user.toJSON(),

      async fetchEach(ids) {
        const users: User[] = [];
        for (const id of ids) users.push(await User.findByPk(id, { rejectOnEmpty: true }));
        return users;
      },

      insertEach: (users) =>
        db.transaction(async (transaction) => {
          for (const user of users) await User.create(user, { transaction });
        }),

      updateEach: (ids) =>
        db.transaction(async (transaction) => {
          for (const id of ids) {
            const user = await User.findByPk(id, { rejectOnEmpty: true, transaction });
            user.set(birthday(user.get()));
            await user.save({ transaction });
          }
        }),

      close: () => db.close(),
    };
  },
};
