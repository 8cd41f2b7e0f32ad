import { fill } from './blog.js';
import { define, withRelations, type Entity, type EntityClass, type RelationHarness } from './entities.js';
import type { Shelf } from '@shelf/core';

interface Counted {
  count(): Promise<number>;
}

interface Studio {
  readonly db: Shelf;
  readonly Song: EntityClass;
}

/** Songs by bands that have labels; each has a sleeve, and is about a band or a place. Their rows hold JSON. */
async function withStudio<T>(harness: RelationHarness, work: (studio: Studio) => Promise<T>): Promise<T> {
  return withRelations(harness, async (db) => {
    for (const table of ['songs', 'bands', 'labels', 'sleeves', 'places'])
      await db.knex.schema.createTable(table, (t) => {
        t.integer('id').primary();
        t.string('name');
        t.json('facts');
        t.integer('band_id');
        t.integer('label_id');
        t.integer('song_id');
        t.string('about_type');
        t.integer('about_id');
      });
    const Label: EntityClass = define(db, 'labels');
    const Place: EntityClass = define(db, 'places');
    const Sleeve: EntityClass = define(db, 'sleeves');
    const Band: EntityClass = define(db, 'bands', {
      label() {
        return this.belongsTo(Label);
      },
    });
    const Song: EntityClass = define(db, 'songs', {
      band() {
        return this.belongsTo(Band);
      },
      label() {
        return this.belongsTo(Label).through(Band);
      },
      sleeve() {
        return this.hasOne(Sleeve).query((qb) => qb.orderBy('id'));
      },
      newest() {
        return this.hasOne(Sleeve).query((qb) => qb.whereNot('name', 'lost').orderBy('id', 'desc'));
      },
      about() {
        return this.morphTo('about', Band, Place);
      },
    });
    const facts = JSON.stringify({ loud: true, years: [1999] });
    const rows = (names: readonly string[], more: (i: number) => object = () => ({})): object[] =>
      names.map((name, i) => ({ id: i + 1, name, facts, ...more(i) }));
    await fill(db, {
      labels: rows(['Red', 'Blue']),
      bands: rows(['Reeds', 'Blues'], (i) => ({ label_id: i + 1 })),
      places: rows(['Rome', 'Bath']),
      songs: rows(['one', 'two'], () => ({ band_id: 1, about_type: 'bands', about_id: 1 })),
      sleeves: rows(['plain', 'gold', 'lost'], (i) => ({ song_id: i === 1 ? 2 : 1 })),
    });
    return work({ db, Song });
  });
}

/** The first song with a relation loaded in one of the ways to do so. */
async function loaded(Song: EntityClass, name: string, how: string): Promise<{ one: Entity; two: Entity }> {
  const songs = await Song.forge()
    .orderBy('id')
    .fetchAll(how === 'eager' ? { withRelated: [name] } : {});
  if (how === 'load') await songs.load(name);
  if (how === 'lazy') for (const song of songs.models) await song.related(name).fetch();
  const [one, two] = songs.models as [Entity, Entity];
  return { one, two };
}

const WAYS = ['lazy', 'eager', 'load'];
const RELATIONS = ['band', 'label', 'sleeve', 'newest', 'about'];

/** What a related model is when it was loaded before and is fetched again: what its relation leads to. */
export function againSuite(harness: RelationHarness): void {
  describe.each(WAYS)('%s', (how) => {
    test.each(RELATIONS)('%s: as another writer has left it', (name) =>
      withStudio(harness, async ({ db, Song }) => {
        const { one } = await loaded(Song, name, how);
        const before = one.related(name);
        for (const table of ['bands', 'labels', 'sleeves'])
          await db.knex(table).whereNot('name', 'lost').update({ name: 'changed' });
        const found = await before.fetch();
        expect(found).toBe(before);
        expect(found?.get('name')).toBe('changed');
        expect(one.related(name)).toBe(before);
        expect(await (before as unknown as Counted).count()).toBe(1);
      }),
    );

    test('the row that the foreign key points to now, and nobody else’s model becomes it', () =>
      withStudio(harness, async ({ Song }) => {
        const { one, two } = await loaded(Song, 'band', how);
        await one.related('band').fetch();
        if (how === 'lazy') await (one.related('band') as unknown as Entity).load('label');
        await one.save({ band_id: 2 });
        const found = await one.related('band').fetch({ columns: ['id', 'label_id'] });
        expect(found?.toJSON()).toEqual({ id: 2, label_id: 2 });
        expect(one.related('band')).toBe(found);
        expect((await found?.fetch())?.get('name')).toBe('Blues');
        expect(two.related('band').get('name')).toBe('Reeds');
        expect((await two.related('band').fetch())?.get('name')).toBe('Reeds');
        const label = await (found as unknown as Entity).related('label').fetch();
        expect(label?.get('name')).toBe('Blue');
      }));

    test('a model that several parents have had stays their row, whoever of them has gone elsewhere', () =>
      withStudio(harness, async ({ db, Song }) => {
        const { one, two } = await loaded(Song, 'band', how);
        const [ones, twos] = [one.related('band'), two.related('band')];
        await one.save({ band_id: 2 });
        await db.knex('bands').where({ id: 1 }).update({ name: 'Canes' });
        expect((await twos.fetch())?.get('name')).toBe('Canes');
        expect(two.related('band')).toBe(twos);
        expect((await one.related('band').fetch())?.get('name')).toBe('Blues');
        expect(one.related('band').get('name')).toBe('Blues');
        expect(twos.get('name')).toBe('Canes');
        await two.save({ band_id: 2 });
        expect((await two.related('band').fetch())?.get('name')).toBe('Blues');
        expect(ones.get('name')).toBe(how === 'lazy' ? 'Blues' : 'Canes');
      }));

    test('a row of another table', () =>
      withStudio(harness, async ({ Song }) => {
        const { one, two } = await loaded(Song, 'about', how);
        await one.save({ about_type: 'places', about_id: 2 });
        expect((await one.related('about').fetch())?.get('name')).toBe('Bath');
        expect(one.related('about').get('name')).toBe('Bath');
        expect(two.related('about').get('name')).toBe('Reeds');
        await one.save({ about_type: null, about_id: null });
        expect(await one.related('about').fetch()).toBe(null);
        expect(one.related('about').get('name')).toBe(undefined);
      }));

    test.each(RELATIONS)('%s: none any more', (name) =>
      withStudio(harness, async ({ db, Song }) => {
        const { one } = await loaded(Song, name, how);
        for (const table of ['bands', 'labels', 'sleeves']) await db.knex(table).del();
        await expect(one.related(name).fetch({ require: true })).rejects.toMatchObject({ code: 'NOT_FOUND' });
        expect(one.related(name).get('name')).toBe(undefined);
        expect(await one.related(name).fetch()).toBe(null);
      }),
    );

    test('by what is asked besides, and by the relation’s own query', () =>
      withStudio(harness, async ({ db, Song }) => {
        const { one } = await loaded(Song, 'newest', how);
        expect(one.related('newest').get('name')).toBe('plain');
        await db.knex('sleeves').insert({ id: 9, name: 'new', song_id: 1 });
        expect((await one.related('newest').fetch())?.get('name')).toBe('new');
        expect((await one.related('newest').fetch())?.get('name')).toBe('new');
        const older = one.related('newest').query((qb) => qb.where('id', '<', 5));
        expect((await older.fetch())?.get('name')).toBe('plain');
      }));
  });

  test('a related collection keeps its relation’s own query, however often it is fetched', () =>
    withStudio(harness, async ({ db, Song }) => {
      const Sleeve = define(db, 'sleeves');
      const Disc: EntityClass = define(db, 'songs', {
        kept() {
          return this.hasMany(Sleeve, 'song_id').query((qb) => qb.whereNot('name', 'lost'));
        },
      });
      const [song] = (await Song.forge().orderBy('id').fetchAll()).models;
      const lazy = new Disc({ id: song?.id });
      const [eager] = (
        await Disc.forge()
          .orderBy('id')
          .fetchAll({ withRelated: ['kept'] })
      ).models as [Entity];
      for (const disc of [lazy, eager]) {
        for (let n = 0; n < 2; n++) expect((await disc.related('kept').fetch())?.length).toBe(1);
        const narrowed = disc.related('kept').query((qb) => qb.where('id', '>', 1));
        expect((await narrowed.fetch())?.length).toBe(0);
        expect((await disc.related('kept').fetch())?.length).toBe(1);
        expect(await (disc.related('kept') as unknown as Counted).count()).toBe(1);
      }
    }));
}
