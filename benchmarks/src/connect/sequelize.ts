import { Sequelize, type Options } from 'sequelize';
import type { ServerDriver } from '../drivers.js';
import { mysqlServer } from './mysql.js';
import { poolSize } from './pool.js';

/** Makes a Sequelize. */
export function sequelizeFor(driver: ServerDriver, address: string): Sequelize {
  return new Sequelize({ ...configurations[driver](address), logging: false, pool: { max: poolSize } });
}

const configurations: Readonly<Record<ServerDriver, (address: string) => Options>> = {
  postgres(address) {
    const { hostname, port, username, password, pathname } = new URL(address);
    return {
      dialect: 'postgres',
      host: hostname,
      port: Number(port || 5432),
      username: decodeURIComponent(username),
      password: decodeURIComponent(password),
      database: decodeURIComponent(pathname.slice(1)),
    };
  },

  // Its dialect for MariaDB asks for the driver `mariadb`; this one takes mysql2, which everyone else uses.
  mariadb(address) {
    const { host, port, user, password, database } = mysqlServer(address);
    return { dialect: 'mysql', host, port, username: user, password, database, timezone: '+00:00' };
  },
};
