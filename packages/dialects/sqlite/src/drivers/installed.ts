// oxlint-disable-next-line typescript/triple-slash-reference -- it declares modules, and is none that could be imported
/// <reference path="../knex-client.d.ts" />
import { PluginMissingError } from '@shelf/core';
import Client_BetterSQLite3 from 'knex/lib/dialects/better-sqlite3/index.js';
import Client_SQLite3 from 'knex/lib/dialects/sqlite3/index.js';

const CLIENTS = { sqlite3: Client_SQLite3, 'better-sqlite3': Client_BetterSQLite3 };

type DriverName = 'sqlite3' | 'better-sqlite3';

/**
 * Loads a driver, as knex does it.
 *
 * @throws PluginMissingError when it is not installed, or cannot be loaded
 */
export function loadDriver(name: DriverName): unknown {
  try {
    return CLIENTS[name].prototype._driver();
  } catch (error) {
    throw new PluginMissingError(
      isMissing(error, name)
        ? `The driver '${name}' is not installed: npm install ${name}`
        : `The driver '${name}' is installed and cannot be loaded; npm rebuild ${name} may help: ${(error as Error).message}`,
      { cause: error },
    );
  }
}

/** The driver to use where none is named: sqlite3, or better-sqlite3 where that alone is installed. */
export function installedDriver(): DriverName {
  try {
    Client_SQLite3.prototype._driver();
  } catch (error) {
    if (isMissing(error, 'sqlite3') && isInstalled('better-sqlite3')) return 'better-sqlite3';
  }
  return 'sqlite3';
}

function isInstalled(name: DriverName): boolean {
  try {
    CLIENTS[name].prototype._driver();
    return true;
  } catch (error) {
    return !isMissing(error, name);
  }
}

function isMissing(error: unknown, name: string): boolean {
  const { code, message } = error as Error & { code?: unknown };
  return code === 'MODULE_NOT_FOUND' && message.includes(`'${name}'`);
}
