import type { Knex } from 'knex';
import { withBlog } from './blog.js';
import { counted, define, labelsOf, type RelationHarness } from './entities.js';
import { faultOf } from '../settling.js';

/** A morphTo leads to several tables, and each loads what it has. */
export function morphToSuite(harness: RelationHarness): void {
  test('one query for each target', () =>
    withBlog(harness, async ({ db, Photo }) => {
      const { value, queries } = await counted(db, async () =>
        Photo.forge()
          .orderBy('id')
          .fetchAll({ withRelated: ['imageable'] }),
      );
      expect(value.toJSON().map(({ imageable }) => imageable)).toEqual([
        { id: 1, name: 'Ada' },
        { id: 1, title: 'post 1', user_id: 1 },
        { id: 4, title: 'post 4', user_id: 2 },
        null,
        null,
      ]);
      expect(queries).toBe(3);
    }));

  test('none for a target that no row points to', () =>
    withBlog(harness, async ({ db, Photo }) => {
      const { value, queries } = await counted(db, async () =>
        Photo.forge()
          .where({ imageable_type: 'posts' })
          .fetchAll({ withRelated: ['imageable'] }),
      );
      expect([value.models.length, queries]).toEqual([3, 2]);
    }));

  test('what is nested loads where the target has it', () =>
    withBlog(harness, async ({ db, Photo }) => {
      const { value, queries } = await counted(db, async () =>
        Photo.forge()
          .orderBy('id')
          .fetchAll({ withRelated: ['imageable.comments', 'imageable.profile', 'imageable.user.profile'] }),
      );
      const [ada, one, four] = value.toJSON().map(({ imageable }) => imageable as Record<string, unknown> | null);
      expect(ada).toEqual({ id: 1, name: 'Ada', profile: { id: 1, motto: 'first', user_id: 1 } });
      expect(labelsOf(one?.['comments'], 'id')).toEqual([1, 2]);
      expect([one?.['user'], four?.['user']]).toMatchObject([
        { name: 'Ada', profile: { motto: 'first' } },
        { name: 'Bob', profile: null },
      ]);
      expect(labelsOf(four?.['comments'], 'id')).toEqual([3]);
      // Photos, users, posts, comments, profiles of users, users of posts, profiles of those.
      expect(queries).toBe(7);
    }));

  test('a constraint holds for every target', () =>
    withBlog(harness, async ({ Photo }) => {
      const photos = await Photo.forge()
        .orderBy('id')
        .fetchAll({ withRelated: [{ imageable: (qb: Knex.QueryBuilder) => qb.where('id', 1) }] });
      expect(photos.toJSON().map(({ imageable }) => labelsOf(imageable, 'id'))).toEqual([1, 1, null, null, null]);
    }));

  test('values of its own in the type column', () =>
    withBlog(harness, async ({ db, User, Post }) => {
      await db.knex('photos').where('imageable_type', 'users').update({ imageable_type: 'person' });
      const Image = define(db, 'photos', {
        shown() {
          return this.morphTo('shown', ['imageable_type', 'imageable_id'], [User, 'person'], Post);
        },
      });
      const Person = define(db, 'users', {
        photo() {
          return this.morphOne(Image, 'imageable', 'person');
        },
      });
      const images = await Image.forge()
        .orderBy('id')
        .fetchAll({ withRelated: ['shown'] });
      expect(images.toJSON().map(({ shown }) => labelsOf(shown, 'name'))).toEqual([
        'Ada',
        undefined,
        undefined,
        null,
        null,
      ]);
      const person = await Person.forge({ id: 1 }).fetch({ withRelated: ['photo'] });
      expect(person?.related('photo').get('url')).toBe('ada.png');
    }));

  test('a type that it does not know is an error that lists those it knows', () =>
    withBlog(harness, async ({ db, Photo }) => {
      await db.knex('photos').where('id', 5).update({ imageable_type: 'dogs', imageable_id: 1 });
      const photo = await Photo.forge({ id: 5 }).fetch();
      const ways = [
        async () => photo?.load('imageable'),
        async () => photo?.related('imageable').fetch(),
        async () => photo?.related('imageable').fetch({ batch: false }),
      ];
      for (const way of ways) {
        const fault = await faultOf(way());
        expect(fault).toBeInstanceOf(db.InvalidRelationError);
        expect(fault.message).toContain(`imageable_type is 'dogs', and there are: users, posts`);
      }
    }));
}
