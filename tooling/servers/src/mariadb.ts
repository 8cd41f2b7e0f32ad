import { dirname, join } from 'node:path';
import { findProgram } from './binaries.js';
import { unpackDebian } from './debian.js';
import { startMysqlLike } from './mysql-like.js';
import type { Server } from './server.js';

/** The programs of MariaDB that a server of one's own takes. */
interface Programs {
  readonly install: string;
  readonly server: string;
  readonly basedir: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Starts a MariaDB server of one's own: from installed binaries, else from Debian's package unpacked into a cache folder. */
export async function startMariadb(): Promise<Server> {
  const { install, server, basedir, env } = installed() ?? (await unpacked());
  return startMysqlLike({
    name: 'MariaDB',
    install: [install, '--auth-root-authentication-method=normal', '--skip-test-db'],
    server,
    common: [`--basedir=${basedir}`],
    env,
  });
}

function installed(): Programs | undefined {
  const folders = ['/usr/sbin', '/usr/libexec', '/usr/local/mysql/bin', '/opt/homebrew/bin'];
  const server = findProgram(['mariadbd', 'mysqld'], folders);
  const install = findProgram(['mariadb-install-db', 'mysql_install_db'], folders);
  if (server === undefined || install === undefined) return undefined;
  return { install, server, basedir: dirname(dirname(install)), env: {} };
}

async function unpacked(): Promise<Programs> {
  const debian = await unpackDebian('mariadb-server-core', 'mariadb-client-core');
  const [install, server] = [debian.program('mariadb-install-db'), debian.program('mariadbd')];
  return { install, server, basedir: join(debian.folder, 'usr'), env: debian.env };
}
