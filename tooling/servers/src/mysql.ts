import { join } from 'node:path';
import { findPrograms, outputOf } from './binaries.js';
import { startMysqlLike } from './mysql-like.js';
import type { Server } from './server.js';
import { unpackUbuntu } from './ubuntu.js';

/** The program of MySQL that a server of one's own takes, with what it needs to find its files. */
interface Program {
  readonly server: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Starts a MySQL 8 server of one's own: from an installed one, else from Ubuntu's package (Debian has none) unpacked into a cache folder. */
export async function startMysql(): Promise<Server> {
  const { server, args, env } = installed() ?? (await unpacked());
  return startMysqlLike({
    name: 'MySQL 8',
    install: [server, '--initialize-insecure'],
    server,
    // A folder for files is compiled in, and a server does not start where it is absent.
    common: [...args, '--secure-file-priv=NULL'],
    args: ['--mysqlx=OFF'],
    env,
  });
}

/** Whether what `mysqld --version` prints is said by a MySQL 8; MariaDB has a program of that name too. */
export function isMysql8(version: string): boolean {
  return / Ver 8\.\d+\.\d+(?!\S*MariaDB)/.test(version);
}

function installed(): Program | undefined {
  const candidates = findPrograms(['mysqld'], ['/usr/sbin', '/usr/local/mysql/bin', '/opt/homebrew/bin']);
  const server = candidates.find((candidate) => isMysql8(outputOf(candidate, ['--version'])));
  return server === undefined ? undefined : { server, args: [], env: {} };
}

/** What the server is linked with and a Debian without MySQL need not have. */
const LIBRARIES = [
  'libaio1',
  'libevent-core-2.1-7',
  'libevent-pthreads-2.1-7',
  'libicu70',
  'liblz4-1',
  'libnuma1',
  'libprotobuf-lite23',
  'libssl3',
];

async function unpacked(): Promise<Program> {
  const { folder, program, env } = await unpackUbuntu('mysql-server-core-8.0', ...LIBRARIES);
  const usr = join(folder, 'usr');
  const args = [`--basedir=${usr}`, `--lc-messages-dir=${join(usr, 'share', 'mysql')}`];
  return { server: program('mysqld'), args, env };
}
