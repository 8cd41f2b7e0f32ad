import { spawn, type ChildProcess } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';

/** A server of a test's own, on a temporary folder and a free port. */
export interface Server {
  readonly url: string;
  /** Starts it again, on the same folder and port, after `kill`. */
  start(): Promise<void>;
  /** Ends it as an administrator would, and starts it again. */
  restart(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

/** What a kind of server needs to be run. */
export interface Recipe {
  readonly name: string;
  readonly url: string;
  readonly folder: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Ends it in an orderly way that does not wait for its clients. */
  readonly signal: NodeJS.Signals;
  /** Resolves when the server answers, rejects when it does not yet. */
  ready(): Promise<void>;
}

/** How long a server may take to come up, in ms. */
const PATIENCE = 60_000;

/** The servers that run; none outlives this process. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts a server and waits until it answers. */
export async function launch(recipe: Recipe): Promise<Server> {
  let child = await up(recipe);
  return {
    url: recipe.url,
    async start() {
      child = await up(recipe);
    },
    async restart() {
      await down(child, recipe.signal);
      child = await up(recipe);
    },
    kill: () => down(child, 'SIGKILL'),
    async stop() {
      await down(child, recipe.signal);
      rmSync(recipe.folder, { recursive: true, force: true });
    },
  };
}

async function up(recipe: Recipe): Promise<ChildProcess> {
  const child = spawn(recipe.command, recipe.args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...recipe.env },
    cwd: recipe.folder,
    ...unprivileged(),
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => (output = (output + String(chunk)).slice(-4000)));
  }
  running.add(child);
  child.once('exit', () => running.delete(child));
  child.once('error', (error) => (output += error.message));
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    if (child.exitCode !== null || child.pid === undefined) throw new Error(`${recipe.name} did not start: ${output}`);
    try {
      await recipe.ready();
      return child;
    } catch (error) {
      if (Date.now() > deadline) {
        child.kill('SIGKILL');
        throw new Error(`${recipe.name} did not answer within ${PATIENCE / 1000} s: ${output}`, { cause: error });
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function down(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await ended;
}

/** Database servers refuse to run as root: there they run as another user. */
export function unprivileged(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'mysql', 'nobody']) {
    try {
      const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, name], { stdio: 'pipe' })));
      return { uid: uid as number, gid: gid as number };
    } catch {
      // No such user; the next one.
    }
  }
  throw new Error(`${userInfo().username} cannot run a database server, and there is no user to run it as`);
}

/** A new folder that the server may write into. */
export function newFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `shelf-${name}-`));
  const { uid, gid } = unprivileged();
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
  return folder;
}

/** A port that nothing listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
