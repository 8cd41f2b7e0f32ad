import mysql from 'mysql2/promise';
import { Client } from 'pg';

/** Resolves when the PostgreSQL server answers; rejects when it does not. */
export async function postgresAnswers(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  // A server that ends while it is asked breaks the connection once more.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
  } finally {
    await client.end();
  }
}

/** Resolves when the MariaDB or MySQL server answers; rejects when it does not. */
export async function mysqlAnswers(url: string): Promise<void> {
  const connection = await mysql.createConnection({ uri: url, connectTimeout: 5000 });
  try {
    await connection.query('select 1');
  } finally {
    await connection.end();
  }
}
