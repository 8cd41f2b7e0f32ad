import { DataSource, type EntitySchema } from 'typeorm';
import type { ServerDriver } from '../drivers.js';
import { mysqlConnection } from './mysql.js';
import { poolSize } from './pool.js';

/** Makes a connected data source of TypeORM. */
export async function typeormFor(
  driver: ServerDriver,
  address: string,
  entities: readonly EntitySchema[],
): Promise<DataSource> {
  return dataSources[driver](address, [...entities]).initialize();
}

const dataSources: Readonly<Record<ServerDriver, (address: string, entities: EntitySchema[]) => DataSource>> = {
  postgres: (url, entities) => new DataSource({ type: 'postgres', url, entities, poolSize }),
  mariadb(url, entities) {
    const { user, ...connection } = mysqlConnection(url);
    return new DataSource({ type: 'mariadb', ...connection, username: user, entities, poolSize });
  },
};
