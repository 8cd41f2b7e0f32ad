import type { Model } from '@shelf/core';
import { withShelf, type Harness } from '../harness.js';
import { withPeople } from './people.js';

/** What classes and handlers do in ways of their own, as Bookshelf's could. */
export function ownWaysSuite(harness: Harness): void {
  test('statics do what the methods of a model do, overridden ones too', () =>
    withPeople(harness, async ({ Person, db }) => {
      const { fetchAll, count, fetchPage } = db.Model.prototype;
      const Grown = Person.extend({
        fetchAll(this: Model, options?: object): unknown {
          return fetchAll.call(this.query('where', 'age', '>', 30), options);
        },
        fetchPage(this: Model, options?: object): unknown {
          return fetchPage.call(this.query('where', 'age', '>', 30), options);
        },
        count(this: Model): unknown {
          return count.call(this.query('where', 'age', '>', 30));
        },
      } as object);
      expect((await Grown.fetchAll()).pluck('name')).toEqual(['Ada']);
      expect((await Grown.fetchPage()).pluck('name')).toEqual(['Ada']);
      expect(await Grown.count()).toBe(1);
    }));

  test('`where` and `orderBy` constrain by the `query` of the class', () =>
    withPeople(harness, async ({ Person, db }) => {
      const { query } = db.Model.prototype as unknown as { query(...args: unknown[]): unknown };
      const asked: unknown[] = [];
      const Watched = Person.extend({
        query(this: Model, ...args: unknown[]): unknown {
          asked.push(args[0]);
          return query.apply(this, args);
        },
      } as object);
      expect((await Watched.where('age', '>', 30).orderBy('name').fetchAll()).length).toBe(1);
      expect(asked).toEqual(['where', expect.any(Function)]);
    }));

  test('a handler of `saving` may change the method, one of `fetching` what is checked', () =>
    withPeople(harness, async ({ Person, db }) => {
      const events: string[] = [];
      class Inserted extends Person {
        override initialize(): void {
          this.on('saving', (_model, _attributes, options) => void (options.method = 'insert'));
          this.on('created updated', () => void events.push('after'));
        }
      }
      await new Inserted({ id: 77, name: 'Dee' }).save();
      expect(await db.knex('people').where({ id: 77 }).pluck('name')).toEqual(['Dee']);
      expect(events).toEqual(['after']);
      class Wrong extends Person {
        override initialize(): void {
          this.on('saving', (_model, _attributes, options) => void (options.method = 'replace' as never));
        }
      }
      await expect(new Wrong({ name: 'Eve' }).save()).rejects.toBeInstanceOf(db.InvalidValueError);
    }));

  test('so does it in a collection, and an update does not touch when the row was created', () =>
    withPeople(harness, async ({ Person, db }) => {
      const created = new Date(Date.UTC(2001, 0, 1));
      await db.knex('people').where({ id: 2 }).update({ created_at: created });
      class Known extends Person {
        static override hasTimestamps = true;
        override initialize(): void {
          this.on('saving', (model, _attributes, options) => {
            if (model.get('name') === 'Dee') return;
            model.set('id', 2);
            options.method = 'update';
          });
        }
      }
      await Known.collection([{ name: 'Dee' }, { name: 'Rob' }]).saveAll();
      expect(await db.knex('people').orderBy('id').pluck('name')).toEqual(['Ada', 'Rob', 'Cyd', 'Dee']);
      const rob = await new Person({ id: 2 }).fetch({ require: true });
      expect(rob.get('created_at')).toEqual(created);
      expect(rob.get('updated_at')).toBeInstanceOf(Date);
    }));

  test('a `parse` that makes another object leaves what an insert did not bring', () =>
    withPeople(harness, async ({ Person }) => {
      class Renamed extends Person {
        override parse(row: Record<string, unknown>): Record<string, unknown> {
          return { id: row['id'], called: row['name'], old: row['age'] };
        }
        override format(attributes: Record<string, unknown>): Record<string, unknown> {
          const row: Record<string, unknown> = {};
          for (const [name, column] of [
            ['id', 'id'],
            ['called', 'name'],
            ['old', 'age'],
          ] as const)
            if (name in attributes) row[column] = attributes[name];
          return row;
        }
      }
      const person = await new Renamed({ called: 'Dee', old: 5 } as never).save();
      expect(person.toJSON()).toEqual({ id: 4, called: 'Dee', old: 5 });
      expect(person.hasChanged()).toBe(false);
    }));

  test('a class without a key knows what the database has made all the same', () =>
    withPeople(harness, async ({ db }) => {
      class Entry extends db.Model<{ id: number; name: string }> {
        static override tableName = 'people';
        static override idAttribute = null;
      }
      const entry = await new Entry({ name: 'Dee' }).save();
      expect(entry.attributes).toEqual({ id: 4, name: 'Dee' });
      expect([entry.hasChanged(), entry.isNew()]).toEqual([false, true]);
      const entries = Entry.collection([{ name: 'Eve' }]);
      await entries.saveAll();
      expect(entries.toJSON()).toEqual([{ id: 5, name: 'Eve' }]);
    }));

  test('a class may have no key', () =>
    withShelf(harness, async (db) => {
      await db.knex.schema.createTable('tags_of_posts', (table) => {
        table.integer('post_id');
        table.integer('tag_id');
      });
      type Row = { post_id: number; tag_id: number };
      class TagOfPost extends db.Model<Row> {
        static override tableName = 'tags_of_posts';
        static override idAttribute = null;
      }
      const row = await new TagOfPost({ post_id: 1, tag_id: 2 }).save();
      expect([row.id, row.isNew(), row.toJSON()]).toEqual([undefined, true, { post_id: 1, tag_id: 2 }]);
      await new TagOfPost({ post_id: 1, tag_id: 3 }).save(null, { method: 'insert', autoRefresh: false });
      await TagOfPost.collection([{ post_id: 2, tag_id: 3 }]).saveAll();
      await TagOfPost.where({ post_id: 1, tag_id: 3 }).save({ tag_id: 9 }, { method: 'update', patch: true });
      expect((await new TagOfPost({ tag_id: 9 }).fetch())?.toJSON()).toEqual({ post_id: 1, tag_id: 9 });
      await TagOfPost.where({ tag_id: 9 }).destroy();
      await expect(row.destroy()).rejects.toBeInstanceOf(db.UndefinedBindingError);
      const left = await TagOfPost.fetchAll();
      expect(left.toJSON()).toEqual([
        { post_id: 1, tag_id: 2 },
        { post_id: 2, tag_id: 3 },
      ]);
      expect(left.get(row)).toBeUndefined();
      expect(await TagOfPost.count()).toBe(2);
    }));
}
