import { chownSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { postgresAnswers } from './answers.js';
import { findProgram } from './binaries.js';
import { unpackDebian } from './debian.js';
import { freePort, launch, newFolder, unprivileged, type Server } from './server.js';

/**
 * Starts a PgBouncer in front of a PostgreSQL server, in transaction mode: each transaction, and each single statement, may
 * run on another of its few connections to the server.
 */
export async function startPgBouncer({ url: server }: { readonly url: string }): Promise<Server> {
  const { command, env } = await program();
  const folder = newFolder('pgbouncer');
  const { hostname, port: serverPort, username, pathname } = new URL(server);
  const port = await freePort();
  const [users, config] = [join(folder, 'users.txt'), join(folder, 'pgbouncer.ini')];
  writeFileSync(users, `"${username}" ""\n`);
  writeFileSync(
    config,
    `[databases]
* = host=${hostname} port=${serverPort || '5432'} user=${username}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
auth_file = ${users}
pool_mode = transaction
default_pool_size = 3
max_client_conn = 200
ignore_startup_parameters = extra_float_digits,options
`,
  );
  const { uid, gid } = unprivileged();
  if (uid !== undefined && gid !== undefined) for (const file of [users, config]) chownSync(file, uid, gid);
  const url = `postgres://${username}@127.0.0.1:${port}${pathname}`;
  return launch({
    name: 'PgBouncer',
    url,
    folder,
    command,
    args: [config],
    env,
    signal: 'SIGINT',
    ready: () => postgresAnswers(url),
  });
}

async function program(): Promise<{ readonly command: string; readonly env: Readonly<Record<string, string>> }> {
  const installed = findProgram(['pgbouncer'], ['/usr/sbin', '/opt/homebrew/bin']);
  if (installed !== undefined) return { command: installed, env: {} };
  const debian = await unpackDebian('pgbouncer');
  return { command: debian.program('pgbouncer'), env: debian.env };
}
