import { at } from '../arrays.js';
import { tableName } from '../models.js';
import { slotTables } from '../program.js';
import { NOTHING } from './action.js';
/** Steps that write rows of one table. */
export const writing = {
    create: async (running, { slot, attributes, fill }, options) => {
        const table = at(slotTables, slot);
        const model = running.make(table, running.filled(table, attributes, fill));
        await running.inserted(table, model.save(null, { method: 'insert', ...options }));
        running.slots[slot] = model;
        return running.checkStored(table, model, options);
    },
    save: async (running, { slot, attributes, patch }, options) => {
        const [table, model] = running.slot(slot);
        if (model === undefined)
            return NOTHING;
        const isNew = model.isNew();
        await model.save(running.attributes(table, attributes), { patch, ...options });
        if (isNew)
            running.rows.made(table, model.id);
        return patch ? running.rowOf(table, model) : running.checkStored(table, model, options);
    },
    set: async (running, { slot, attributes }) => {
        const [table, model] = running.slot(slot);
        model?.set(running.attributes(table, attributes));
    },
    refer: async (running, { slot, to }, options) => {
        const [table, model] = running.slot(slot);
        const [target, other] = running.slot(to);
        if (model === undefined || other === undefined || model.isNew() || other.isNew())
            return NOTHING;
        if (table === 'authors' || target === 'notes')
            return NOTHING;
        const reference = table === 'notes' ? 'subject' : target === 'authors' ? 'author' : 'prequel';
        const key = running.rows.key(target).map((name) => [`${reference}_${name}`, other.get(name)]);
        const type = table === 'notes' ? { subject_type: tableName(running.rows.prefix, target) } : {};
        await model.save({ ...Object.fromEntries(key), ...type }, options);
        return running.checkStored(table, model, options);
    },
    destroy: async (running, { slot, require }, options) => {
        const [table, model] = running.slot(slot);
        return model === undefined ? NOTHING : running.rowOf(table, await model.destroy({ require, ...options }));
    },
    'save all': async (running, { table, rows, fill }, options) => {
        const collection = running.classes[table].collection(rows.map((row, i) => running.filled(table, row, fill + i)));
        const { models } = await collection.saveAll(options);
        for (const model of models)
            running.rows.made(table, model.id);
        return running.rowsOf(table, collection);
    },
    upsert: async (running, { table, attributes, fill, conflict, update }, options) => {
        const { key, columns } = running.rows.schema[table];
        const unique = columns.filter((column) => column.unique).map(({ name }) => [name]);
        const targets = key === 'generated' ? unique : [running.rows.key(table), ...unique];
        if (targets.length === 0)
            return NOTHING;
        const updated = update === undefined ? {} : { update: update.map((column) => at(columns, column).name) };
        const values = running.filled(table, attributes, fill);
        const model = await running.classes[table].upsert(values, {
            conflict: at(targets, conflict),
            ...updated,
            ...options,
        });
        if (!running.rows.isKnown(table, model.id))
            running.rows.made(table, model.id);
        return running.rowOf(table, model);
    },
    'update where': async (running, { table, selection, attributes }, options) => {
        const model = running.selecting(table, { conditions: selection.conditions });
        await model.save(running.attributes(table, attributes), { method: 'update', patch: true, all: true, ...options });
    },
    'destroy where': async (running, { table, selection }, options) => {
        await running.selecting(table, { conditions: selection.conditions }).destroy({ all: true, ...options });
    },
};
