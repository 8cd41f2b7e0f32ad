import { at, relatedRows, select } from '../arrays.js';
import { sortRows } from '../rows.js';
import { NOTHING } from './action.js';
/** Steps over relations. */
export const relating = {
    related: async (running, { slot, relation, how }, options) => {
        const [table, model] = running.slot(slot);
        if (model === undefined)
            return NOTHING;
        const [name, schema] = at(Object.entries(running.rows.relations[table]), relation);
        if (how === 'load') {
            await model.load([name], options);
            return running.relatedOf(model, name);
        }
        const related = model.related(name);
        const row = running.rows.of(table, model.attributes);
        // What was set and not saved is no row that the arrays know.
        const isRow = !model.isNew() && !model.hasChanged();
        const expected = isRow ? relatedRows(running.rows, schema, row, await running.tables(options)) : undefined;
        if (how === 'fetch') {
            await related.fetch(options);
            const found = running.relatedOf(model, name);
            if (expected !== undefined && schema.many)
                running.check(`${name} fetched`, found.length, expected.length);
            return found;
        }
        if (!schema.many)
            return NOTHING;
        const count = Number(await related.count(options));
        if (expected !== undefined)
            running.check(`${name} counted`, count, expected.length);
        return count;
    },
    'create related': async (running, { slot, relation, attributes, fill }, options) => {
        const [table, model] = running.slot(slot);
        const known = Object.entries(running.rows.relations[table]).filter(([, { many }]) => many);
        if (model === undefined || known.length === 0)
            return NOTHING;
        const [name, { to }] = at(known, relation);
        const creating = model.related(name).create(running.filled(to, attributes, fill), { method: 'insert', ...options });
        await running.inserted(to, creating);
        return running.relatedOf(model, name);
    },
    pivot: async (running, { slot, how, targets }, options) => {
        const [table, model] = running.slot(slot);
        if (model === undefined || table === 'notes')
            return NOTHING;
        const [name, other, prefix] = table === 'authors' ? ['coauthored', 'books', 'book'] : ['authors', 'authors', 'author'];
        const related = model.related(name);
        const ends = targets.flatMap(([to, weight]) => {
            const [target, end] = running.slot(to);
            if (target !== other || end === undefined || end.isNew())
                return [];
            const key = running.rows.key(other).map((column) => [`${prefix}_${column}`, end.get(column)]);
            const own = Object.fromEntries(key);
            return [{ key: own, pivot: { ...own, weight } }];
        });
        if (how === 'update')
            await related.updatePivot({ weight: targets[0]?.[1] ?? null }, options);
        else if (how === 'detach')
            await related.detach(ends.map(({ key }) => key), options);
        else
            await related[how](ends.map(({ pivot: each }) => each), options);
        return (await running.tables(options)).pivots;
    },
    eager: async (running, { table, relations, counts }, options) => {
        const known = Object.entries(running.rows.relations[table]);
        const withRelated = [...new Set(relations.map((relation) => at(known, relation)[0]))];
        const isMany = (name) => running.rows.relations[table][name]?.many === true;
        const withCount = [...new Set(counts.map((count) => at(known, count)[0]))].filter(isMany);
        const found = await running.make(table, {}).fetchAll({ withRelated, withCount, ...options });
        const tables = await running.tables(options);
        for (const model of found.models) {
            for (const [name, schema] of known) {
                const { length } = relatedRows(running.rows, schema, running.rows.of(table, model.attributes), tables);
                if (withCount.includes(name))
                    running.check(`${name} counted`, Number(model.get(`${name}_count`)), length);
                if (!withRelated.includes(name))
                    continue;
                const loaded = running.relatedOf(model, name);
                running.check(`${name} loaded`, loaded.length, schema.many ? length : Math.min(1, length));
            }
        }
        return sortRows(found.models.map((model) => [
            running.rowOf(table, model),
            withRelated.map((name) => running.relatedOf(model, name)),
        ]));
    },
    has: async (running, { table, relation, negated, selection: { conditions } }, options) => {
        const known = Object.entries(running.rows.relations[table]).filter(([, { morphTo }]) => morphTo !== true);
        if (known.length === 0)
            return NOTHING;
        const [name, schema] = at(known, relation);
        const constrain = (builder) => running.constrain(builder, schema.to, { conditions });
        const model = running.make(table, {});
        const query = negated ? model.whereDoesntHave(name, constrain) : model.whereHas(name, constrain);
        const found = sortRows(running.rowsOf(table, await query.fetchAll(options)));
        const tables = await running.tables(options);
        const fit = select(running.rows, schema.to, tables[schema.to], { conditions });
        if (fit !== undefined) {
            const among = { ...tables, [schema.to]: fit };
            const has = (row) => relatedRows(running.rows, schema, row, among).length > 0;
            running.check(`${negated ? 'without' : 'with'} ${name}`, found, sortRows(tables[table].filter((row) => has(row) !== negated)));
        }
        return found;
    },
};
