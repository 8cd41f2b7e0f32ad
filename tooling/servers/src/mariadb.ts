import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { mysqlAnswers } from './answers.js';
import { findProgram } from './binaries.js';
import { unpackDebian } from './debian.js';
import { freePort, launch, newFolder, unprivileged, type Server } from './server.js';

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
  const folder = newFolder('mariadb');
  const data = join(folder, 'data');
  const common = ['--no-defaults', `--basedir=${basedir}`, `--datadir=${data}`];
  execFileSync(install, [...common, '--auth-root-authentication-method=normal', '--skip-test-db'], {
    cwd: folder,
    stdio: 'pipe',
    // The user that it runs as may not write into ours.
    env: { ...process.env, ...env, TMPDIR: folder },
    ...unprivileged(),
  });
  const port = await freePort();
  const url = `mysql://root@127.0.0.1:${port}/`;
  return launch({
    name: 'MariaDB',
    url,
    folder,
    command: server,
    args: [
      ...common,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${join(folder, 'socket')}`,
      `--pid-file=${join(folder, 'pid')}`,
      '--skip-log-bin',
      '--innodb-flush-log-at-trx-commit=2',
    ],
    env: { ...env, TMPDIR: folder },
    signal: 'SIGTERM',
    ready: () => mysqlAnswers(url),
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
