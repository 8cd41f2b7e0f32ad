import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { mysqlAnswers } from './answers.js';
import { freePort, launch, newFolder, unprivileged, type Server } from './server.js';

/** A server that speaks MySQL's protocol: how it makes its tables, and how it is run. */
export interface MysqlLike {
  readonly name: string;
  /** The program that makes the tables, with what it needs to be told besides. */
  readonly install: readonly [program: string, ...args: string[]];
  readonly server: string;
  /** Options of both programs. */
  readonly common: readonly string[];
  /** Options of the server alone. */
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Makes the tables in a new folder, and runs the server on them. */
export async function startMysqlLike({
  name,
  install: [program, ...installing],
  server,
  common,
  args = [],
  env,
}: MysqlLike): Promise<Server> {
  const folder = newFolder(name.toLowerCase().replaceAll(' ', ''));
  const own = ['--no-defaults', ...common, `--datadir=${join(folder, 'data')}`];
  // The user that it runs as may not write into our folder for temporary files.
  const variables = { ...env, TMPDIR: folder };
  execFileSync(program, [...own, ...installing], {
    cwd: folder,
    stdio: 'pipe',
    env: { ...process.env, ...variables },
    ...unprivileged(),
  });
  const port = await freePort();
  const url = `mysql://root@127.0.0.1:${port}/`;
  return launch({
    name,
    url,
    folder,
    command: server,
    args: [
      ...own,
      ...args,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${join(folder, 'socket')}`,
      `--pid-file=${join(folder, 'pid')}`,
      '--skip-log-bin',
      '--innodb-flush-log-at-trx-commit=2',
    ],
    env: variables,
    signal: 'SIGTERM',
    ready: () => mysqlAnswers(url),
  });
}
