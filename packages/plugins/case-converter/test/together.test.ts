import { createShelf, type PrimaryKey, type Shelf } from '@shelf/core';
import { optimisticLock, StaleModelError } from '@shelf/optimistic-lock';
import { registry } from '@shelf/registry';
import { relations } from '@shelf/relations';
import { softDelete } from '@shelf/soft-delete';
import { virtuals } from '@shelf/virtuals';
import { visibility } from '@shelf/visibility';
import { caseConverter } from '../src/index.js';
import { inMemory } from './library.js';

interface PageRow {
  id: PrimaryKey<number>;
  pageText: string | null;
  secretNote: string | null;
  parentPageId: number | null;
  lockVersion: number | null;
  deletedAt: Date | null;
  removedAt: Date | null;
}

/** Pages in pages, on a shelf with all plugins that know columns. */
async function withPages(work: (db: Shelf) => Promise<void>): Promise<void> {
  const plugins = [visibility(), softDelete(), optimisticLock(), virtuals(), relations(), registry(), caseConverter()];
  const db = createShelf({ dialect: inMemory(), plugins });
  try {
    await db.knex.schema.createTable('pages', (t) => {
      t.increments('id');
      t.string('page_text');
      t.string('secret_note');
      t.integer('parent_page_id');
      t.integer('lock_version');
      t.datetime('deleted_at', { precision: 3 });
      t.datetime('removed_at', { precision: 3 });
    });
    await work(db);
  } finally {
    await db.destroy();
  }
}

test.each([{ column: 'removedAt' }, { column: 'removed_at' }])(
  'soft delete by $column, of related rows and of rows between too',
  ({ column }) =>
    withPages(async (db) => {
      class Page extends db.Model<PageRow> {
        static override tableName = 'pages';
        static override softDelete = { column, cascade: ['parts'] };
        parts() {
          return this.hasMany(Page, 'parentPageId');
        }
        parent() {
          return this.belongsTo(Page, 'parentPageId');
        }
        nephews() {
          return this.hasMany(Page, 'parentPageId').through(Page, 'parentPageId', 'parentPageId');
        }
      }
      const top = await new Page({ pageText: 'top' }).save();
      const part = await top.parts().create({ pageText: 'part' });
      await part.parts().create({ pageText: 'detail' });
      expect((await top.nephews().fetch()).pluck('pageText')).toEqual(['detail']);
      const side = await top.parts().create({ pageText: 'side' });
      await side.destroy();
      expect(side.isDeleted()).toBe(true);
      expect((await Page.fetchAll({ withRelated: ['parts'] })).at(0)?.related('parts').pluck('pageText')).toEqual([
        'part',
      ]);
      expect(await top.parts().count({ withDeleted: true })).toBe(2);
      await part.destroy();
      expect(await db.knex('pages').whereNotNull('removed_at').orderBy('id').pluck('page_text')).toEqual([
        'part',
        'detail',
        'side',
      ]);
      // Its rows go over one that is deleted.
      expect((await top.nephews().fetch()).length).toBe(0);
      await part.restore();
      expect((await Page.whereHas('parent').fetchAll()).pluck('pageText')).toEqual(['part', 'detail']);
    }),
);

test('the usual columns of soft delete and of timestamps', () =>
  withPages(async (db) => {
    const Page = db.Model.of<PageRow>().extend({
      tableName: 'pages',
      softDelete: true,
      hasTimestamps: [null, 'removedAt'],
    });
    const page = await new Page({ pageText: 'x' }).save();
    await page.destroy();
    expect([page.get('deletedAt'), page.get('removedAt')]).toEqual([expect.any(Date), expect.any(Date)]);
    expect([await Page.count(), await Page.count({ onlyDeleted: true })]).toEqual([0, 1]);
  }));

test.each(['lockVersion', 'lock_version'])('an optimistic lock on %s', (column) =>
  withPages(async (db) => {
    const Page = db.Model.of<PageRow>().extend({ tableName: 'pages', optimisticLock: column });
    const page = await new Page({ pageText: 'x' }).save();
    const other = await new Page({ id: 1 }).fetch({ require: true });
    await page.save({ pageText: 'y' });
    expect([page.get('lockVersion'), await db.knex('pages').pluck('lock_version')]).toEqual([2, [2]]);
    const lost = await other.save({ pageText: 'z' }).catch((error: unknown) => error);
    expect(lost).toBeInstanceOf(StaleModelError);
    expect(lost).toMatchObject({ expected: 1, actual: 2, columns: ['lockVersion'] });
    await Page.upsert({ id: 1, pageText: 'u', lockVersion: 7 }, { conflict: 'id' });
    expect(await db.knex('pages').pluck('lock_version')).toEqual([3]);
    await expect(page.destroy()).rejects.toBeInstanceOf(StaleModelError);
  }),
);

test.each([['secretNote'], ['secret_note']])('what is hidden as %s is hidden, and virtuals read attributes', (hidden) =>
  withPages(async (db) => {
    class Page extends db.Model<PageRow> {
      static override tableName = 'pages';
      static override hidden = [hidden, 'deleted_at', 'removedAt', '_pivot_parent_page_id'];
      static override virtuals = ['shortText'];
      get shortText() {
        return this.get('pageText')?.slice(0, 3);
      }
      nephews() {
        return this.belongsToMany('Page' as never, 'pages_pages', 'parentPageId', 'childPageId').withPivot([
          'secretNote',
        ]);
      }
    }
    db.model('Page', Page);
    await db.knex.schema.createTable('pages_pages', (t) => {
      t.integer('parent_page_id');
      t.integer('child_page_id');
      t.string('secret_note');
    });
    await new Page({ pageText: 'text', secretNote: 'psst' }).save();
    await (await new Page({ id: 1 }).fetch({ require: true })).nephews().attach({ childPageId: 1, secretNote: 'open' });
    const page = await new Page({ id: 1 }).fetch({ require: true, withRelated: ['nephews'] });
    const shown = { id: 1, pageText: 'text', parentPageId: null, lockVersion: null, shortText: 'tex' };
    expect(page.toJSON()).toEqual({
      ...shown,
      nephews: [{ ...shown, _pivot_childPageId: 1, _pivot_secretNote: 'open' }],
    });
    expect(page.toJSON({ visible: ['page_text'] })).toEqual({ pageText: 'text' });
  }),
);

test.each([['secretNote'], ['secret_note']])('what is hidden as %s is hidden in rows of raw SQL', (hidden) =>
  withPages(async (db) => {
    const Page = db.Model.of<PageRow>().extend({ tableName: 'pages', hidden: [hidden] });
    await new Page({ pageText: 'text', secretNote: 'psst' }).save();
    const page = await Page.query((qb) => qb.select(db.knex.raw('*'))).fetch({ require: true });
    expect(JSON.stringify(page)).not.toContain('psst');
  }),
);
