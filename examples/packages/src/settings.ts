import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

type Server = 'postgres' | 'mysql';

/** What the command line says. */
export interface Settings {
  /** Where to look for packages. */
  readonly folder: string;
  /** The SQLite file, or the URL of the database on a server, to keep them in. */
  readonly database: string;
  /** What kind of server the URL is of. */
  readonly server: Server | undefined;
  /** The same to be shown: without a password. */
  readonly shown: string;
  /** The file for the picture. */
  readonly picture: string;
  /** Names of the packages whose dependency trees to show; when there are none, the demo chooses. */
  readonly trees: readonly string[];
}

const USAGE = `Usage: npm run demo [folder] [-- --database <place> --tree <package>]

Reads the manifests of the packages installed under a folder into a database,
through Shelf models, and prints what it finds in them.

  folder              where to look; this project's own node_modules by default
  --database <place>  an SQLite file (examples/packages/packages.sqlite by default), or
                      postgres://user@host/database, or mysql://user@host/database
  --tree <package>    shows what this package needs; may be given several times
  --help              shows this

npm keeps options to itself unless they come after a lone --.`;

const SERVERS: ReadonlyMap<string, Server> = new Map([
  ['postgres', 'postgres'],
  ['postgresql', 'postgres'],
  ['mysql', 'mysql'],
  ['mariadb', 'mysql'],
]);

/** The command line, read once; a request for help or a mistake in it ends the process here. */
export const settings: Settings = readSettings(process.argv.slice(2));

function readSettings(args: string[]): Settings {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: {
        database: { type: 'string' },
        tree: { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h' },
      },
      allowPositionals: true,
    });
    if (values.help === true) leave(0, USAGE);
    if (positionals.length > 1)
      leave(1, `One folder at a time, please; there are ${positionals.length} in the command.`);
    // Paths that were typed start where the command was called, the others at this file.
    const beside = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
    return {
      folder: resolve(positionals[0] ?? beside('../../../node_modules')),
      ...placesOf(values.database ?? beside('../packages.sqlite'), beside('../packages.svg')),
      trees: values.tree ?? [],
    };
  } catch (error) {
    return leave(1, `${(error as Error).message.split('. ')[0]}; --help shows what there is.`);
  }
}

/** A URL is what it is; a file starts where the command was called, and has its picture beside it. */
function placesOf(place: string, picture: string): Pick<Settings, 'database' | 'server' | 'shown' | 'picture'> {
  const [, protocol] = /^([a-z]+):\/\//.exec(place) ?? [];
  if (protocol !== undefined) {
    const server =
      SERVERS.get(protocol) ?? leave(1, `${protocol}:// is no database that the demo knows; --help shows which.`);
    const url = URL.canParse(place) ? new URL(place) : leave(1, `${place} is no URL of a database.`);
    if (url.password !== '') url.password = '***';
    return { database: place, server, shown: url.href, picture };
  }
  const database = resolve(place);
  // Added to the whole name, for a file that is called like this is nobody else's.
  return { database, server: undefined, shown: database, picture: `${database}.svg` };
}

function leave(code: 0 | 1, message: string): never {
  if (code === 0) console.log(message);
  else console.error(message);
  process.exit(code);
}
