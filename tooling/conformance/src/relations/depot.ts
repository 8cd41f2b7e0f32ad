import type { Shelf } from '@shelf/core';
import { define, type EntityClass, type Row } from './entities.js';
import { keyColumns, keyName, type KeyType } from './key-types.js';

/** Tables in which every kind of relation can be told, with keys of one type. */
export interface Depot {
  readonly Owner: EntityClass;
  readonly Item: EntityClass;
}

const TABLES: Readonly<Record<string, readonly string[]>> = {
  owners: ['id'],
  items: ['id', 'owner', 'between', 'subject'],
  betweens: ['id', 'owner', 'item'],
  links: ['owner', 'item'],
};

/** Whose item is whose: `p` and `r` are A's, `q` is B's, C has none and `n` belongs to nobody. */
const ITEMS: readonly (readonly [label: string, owner: number | undefined])[] = [
  ['p', 0],
  ['q', 1],
  ['r', 0],
  ['n', undefined],
];

/** Makes the tables, their rows and their models. */
export async function makeDepot(db: Shelf, type: KeyType, several: boolean): Promise<Depot> {
  for (const [name, keys] of Object.entries(TABLES)) {
    await db.knex.schema.createTable(name, (table) => {
      for (const key of keys)
        for (const [i, column] of keyColumns(type, key).entries()) type.columns[i]?.(table, column);
      table.string('label');
      if (name === 'items') table.string('kind');
    });
  }
  const models = modelsOf(db, type);
  const insert = async (Model: EntityClass, row: Row): Promise<void> =>
    void (await Model.forge(row).save(null, { method: 'insert' }));
  const cells = (name: string, i: number | undefined): Row =>
    Object.fromEntries(
      keyColumns(type, name).map((column, part) => [column, i === undefined ? null : type.key(i)[part]]),
    );
  for (const [i, label] of ['A', 'B', 'C'].entries()) await insert(models.Owner, { ...cells('id', i), label });
  for (const [i, [label, owner]] of ITEMS.entries()) {
    if (label === 'r' && !several) continue;
    const kind = owner === undefined ? null : 'owners';
    const between = owner === undefined ? undefined : i + 5;
    await insert(models.Item, {
      ...cells('id', i),
      ...cells('owner', owner),
      ...cells('between', between),
      ...cells('subject', owner),
      label,
      kind,
    });
    if (owner === undefined) continue;
    const pair = { ...cells('owner', owner), ...cells('item', i), label: `${label}!` };
    await insert(models.Between, { ...cells('id', between), ...pair });
    await insert(models.Link, pair);
  }
  return models;
}

function modelsOf(db: Shelf, type: KeyType): Depot & { readonly Between: EntityClass; readonly Link: EntityClass } {
  const idAttribute = keyName(type, 'id');
  const owner = keyName(type, 'owner');
  const item = keyName(type, 'item');
  const between = keyName(type, 'between');
  const morph = ['kind', keyName(type, 'subject')];
  const Link = define(db, 'links', { idAttribute: [...keyColumns(type, 'owner'), ...keyColumns(type, 'item')] });
  const Between = define(db, 'betweens', { idAttribute });
  const Item: EntityClass = define(db, 'items', {
    idAttribute,
    belongsToOne() {
      return this.belongsTo(Owner, owner);
    },
    belongsThrough() {
      return this.belongsTo(Owner, owner).through(Between, between);
    },
    subject() {
      return this.morphTo('subject', morph, Owner);
    },
  });
  const Owner: EntityClass = define(db, 'owners', {
    idAttribute,
    one() {
      return this.hasOne(Item, owner);
    },
    many() {
      return this.hasMany(Item, owner);
    },
    oneThrough() {
      return this.hasOne(Item, owner).through(Between, between);
    },
    manyThrough() {
      return this.hasMany(Item, owner).through(Between, between);
    },
    linked() {
      return this.belongsToMany(Item, 'links', owner, item);
    },
    linkedThrough() {
      return this.belongsToMany(Item).through(Between, owner, item);
    },
    morphedOne() {
      return this.morphOne(Item, 'subject', morph);
    },
    morphedMany() {
      return this.morphMany(Item, 'subject', morph);
    },
  });
  return { Owner, Item, Between, Link };
}
