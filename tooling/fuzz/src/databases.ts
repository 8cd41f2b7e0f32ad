import { createShelf, type Shelf } from '@shelf/core';
import { mysql } from '@shelf/mysql';
import { postgres } from '@shelf/pg-hstore';
import { relations } from '@shelf/relations';
import { sqlite } from '@shelf/sqlite';
import { useMysql, usePostgres } from '@shelf-tooling/servers';
import type { Program } from './program.js';
import { run, type Transcript } from './run.js';

/** The databases that programs run on, one after another. */
export interface Databases {
  /** What is wrong with what a program gives: what the arrays say, and where the databases part; empty where nothing is. */
  faultsOf(program: Program): Promise<readonly string[]>;
}

/** Opens a shelf on every database for the tests of the file that calls this. */
export function useDatabases(): Databases {
  const postgresDatabase = usePostgres();
  const mysqlDatabases = useMysql();
  const shelves = new Map<string, Shelf>();
  const plugins = [relations()];
  let programsRun = 0;

  beforeAll(async () => {
    const url = await mysqlDatabases.make();
    for (const driver of ['better-sqlite3', 'sqlite3'] as const) {
      shelves.set(driver, createShelf({ dialect: sqlite({ filename: ':memory:', driver }), plugins }));
    }
    shelves.set('postgres', createShelf({ dialect: postgres({ connectionString: postgresDatabase.url }), plugins }));
    shelves.set('mariadb', createShelf({ dialect: mysql(url), plugins }));
  });
  afterAll(async () => {
    for (const db of shelves.values()) await db.destroy();
  });

  return {
    async faultsOf(program) {
      const prefix = `p${++programsRun}`;
      const transcripts = await Promise.all(
        [...shelves].map(async ([name, db]) => [name, await run(db, program, prefix)] as const),
      );
      return [
        ...transcripts.flatMap(([name, { faults }]) => faults.map((fault) => `${name}: ${fault}`)),
        ...partings(transcripts),
      ];
    },
  };
}

/** The first line of each transcript that is not the first transcript's. */
function partings(transcripts: readonly (readonly [name: string, Transcript])[]): readonly string[] {
  const [[reference, { lines: expected }], ...others] = transcripts as [
    readonly [string, Transcript],
    ...(readonly [string, Transcript])[],
  ];
  return others.flatMap(([name, { lines }]) => {
    const part = lines.findIndex((line, i) => line !== expected[i]);
    return part < 0 ? [] : [`line ${part}\n  ${reference}: ${expected[part]}\n  ${name}: ${lines[part]}`];
  });
}
