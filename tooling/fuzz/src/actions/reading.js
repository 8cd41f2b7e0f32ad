import { at, select } from '../arrays.js';
import { slotTables } from '../program.js';
import { sortRows } from '../rows.js';
import { NOTHING } from './action.js';
/** Steps that read rows of one table. */
export const reading = {
    fetch: async (running, { slot, by }, options) => {
        const table = at(slotTables, slot);
        const attributes = running.comparable(table, running.attributes(table, by));
        const found = await running.byKey(table, running.make(table, attributes)).fetch(options);
        if (found === null)
            return null;
        running.slots[slot] = found;
        return running.rowOf(table, found);
    },
    refresh: async (running, { slot }, options) => {
        const [table, model] = running.slot(slot);
        return model === undefined ? NOTHING : running.rowOf(table, await model.refresh(options));
    },
    find: async (running, { table, selection }, options) => {
        const found = running.rowsOf(table, await running.selecting(table, selection).fetchAll(options));
        const expected = select(running.rows, table, (await running.tables(options))[table], selection);
        if (expected !== undefined)
            running.check('rows found', sortRows(found), sortRows(expected));
        return sortRows(found);
    },
    count: async (running, { table, selection: { conditions } }, options) => {
        const count = Number(await running.selecting(table, { conditions }).count(options));
        const expected = select(running.rows, table, (await running.tables(options))[table], { conditions });
        if (expected !== undefined)
            running.check('count', count, expected.length);
        return count;
    },
    page: async (running, { table, selection, page, size }, options) => {
        const { conditions } = selection;
        const query = running.byKey(table, running.selecting(table, selection));
        const found = await query.fetchPage({ page, pageSize: size, ...options });
        const expected = select(running.rows, table, (await running.tables(options))[table], { conditions });
        if (expected !== undefined) {
            const { length } = expected;
            const pages = { page, pageSize: size, rowCount: length, pageCount: Math.ceil(length / size) };
            running.check('pagination', found.pagination, pages);
            running.check('rows on the page', found.length, Math.max(0, Math.min(size, length - (page - 1) * size)));
        }
        return [running.rowsOf(table, found), found.pagination];
    },
};
