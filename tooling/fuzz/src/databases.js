import { createShelf } from '@shelf/core';
import { mysql } from '@shelf/mysql';
import { postgres } from '@shelf/pg-hstore';
import { relations } from '@shelf/relations';
import { sqlite } from '@shelf/sqlite';
import { useMysql, usePostgres } from '@shelf-tooling/servers';
import { run } from './run.js';
/** Opens a shelf on every database for the tests of the file that calls this. */
export function useDatabases() {
    const postgresDatabase = usePostgres();
    const mysqlDatabases = useMysql();
    const shelves = new Map();
    const plugins = [relations()];
    let programsRun = 0;
    beforeAll(async () => {
        const url = await mysqlDatabases.make();
        for (const driver of ['better-sqlite3', 'sqlite3']) {
            shelves.set(driver, createShelf({ dialect: sqlite({ filename: ':memory:', driver }), plugins }));
        }
        shelves.set('postgres', createShelf({ dialect: postgres({ connectionString: postgresDatabase.url }), plugins }));
        shelves.set('mariadb', createShelf({ dialect: mysql(url), plugins }));
    });
    afterAll(async () => {
        for (const db of shelves.values())
            await db.destroy();
    });
    return {
        async faultsOf(program) {
            const prefix = `p${++programsRun}`;
            const transcripts = await Promise.all([...shelves].map(async ([name, db]) => [name, await run(db, program, prefix)]));
            return [
                ...transcripts.flatMap(([name, { faults }]) => faults.map((fault) => `${name}: ${fault}`)),
                ...partings(transcripts),
            ];
        },
    };
}
/** The first line of each transcript that is not the first transcript's. */
function partings(transcripts) {
    const [[reference, { lines: expected }], ...others] = transcripts;
    return others.flatMap(([name, { lines }]) => {
        const part = lines.findIndex((line, i) => line !== expected[i]);
        return part < 0 ? [] : [`line ${part}\n  ${reference}: ${expected[part]}\n  ${name}: ${lines[part]}`];
    });
}
