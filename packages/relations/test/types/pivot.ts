// What connects rows through a join table.
import type { Collection, Generated, PrimaryKey } from '@shelf/core';
import type { PivotChanges } from '@shelf/relations';
import type { Knex } from 'knex';
import { db } from './class.js';
import { is, type Equal } from './fixtures/equal.js';

class Post extends db.Model<{ id: Generated<number>; title: string }> {
  tags() {
    return this.belongsToMany(Tag);
  }
  weighed() {
    return this.belongsToMany(Tag).withPivot(['weight']);
  }
  tagged() {
    return this.belongsToMany(Tag).through(Tagging);
  }
  seats() {
    return this.belongsToMany(Seat);
  }
  comments() {
    return this.hasMany(Tag);
  }
}
class Tag extends db.Model<{ id: Generated<number>; label: string }> {
  shout() {
    return this.get('label').toUpperCase();
  }
}
class Tagging extends db.Model<{ post_id: number; tag_id: number; weight: number; at: Date | null }> {}
class Seat extends db.Model<{ row: PrimaryKey<number>; place: PrimaryKey<string> }> {}

declare const post: Post;
declare const tag: Tag;
declare const seat: Seat;
declare const t: Knex.Transaction;
interface Link {
  tag_id: number;
  weight: number;
}
declare const link: Link;

async function attach() {
  const attached = await post.tags().attach(1);
  attached.at(0)?.shout();
  await post.tags().attach([1, '2', 3n, tag, { tag_id: 1, weight: 5 }], { transacting: t });
  await post.tags().attach({ tag_id: 1, weight: 5 });
  await post.tags().attach(link);
  await post.tags().attach(tag);
  await post.tags().attach(new Tag({ label: 'new' }));
  await post.weighed().attach({ tag_id: 1, weight: 5 });
  await post.tagged().attach([{ tag_id: 1, weight: 5 }, { tag_id: 2 }]);
  // Those loaded keep these methods.
  await post.related('tags').attach([tag, 1, { tag_id: 1 }]);
  (await post.fetch({ require: true, withRelated: ['weighed'] }))
    .related('weighed')
    .attach(tag)
    .then((c) => c.length);
  await post.seats().attach(seat);
  await post.seats().attach([[1, 'a'], [2, 'b'], seat]);
  // @ts-expect-error a model of another table
  await post.tags().attach(post);
  // @ts-expect-error a model of another table
  await post.tagged().attach([post]);
  // @ts-expect-error no such column
  await post.tagged().attach({ tag_id: 1, wieght: 5 });
  // @ts-expect-error a weight is a number
  await post.tagged().attach({ tag_id: 1, weight: 'x' });
  // @ts-expect-error nothing to attach
  await post.tags().attach();
  // @ts-expect-error nothing to attach
  await post.tags().attach(undefined);
  // @ts-expect-error no such option
  await post.tags().attach(1, { transactin: t });
  // @ts-expect-error no join table
  await post.comments().attach(1);
  // @ts-expect-error no join table
  await post.related('comments').attach(1);
}

async function detach(maybe: number | undefined) {
  const all = await post.tags().detach();
  all.at(0)?.shout();
  await post.tags().detach(null, { transacting: t });
  await post.tags().detach([]);
  await post.tags().detach(1);
  await post.tags().detach(tag);
  await post.tags().detach({ weight: 5 });
  await post.tags().detach([1, tag, { weight: 5 }]);
  await post.seats().detach([1, 'a']);
  // @ts-expect-error undefined would detach everything
  await post.tags().detach(undefined);
  // @ts-expect-error undefined would detach everything
  await post.tags().detach(maybe);
  // @ts-expect-error a model of another table
  await post.tags().detach(post);
  // @ts-expect-error no such column
  await post.tagged().detach({ wieght: 5 });
}

async function change() {
  const changes = await post.tags().syncPivot([1, tag, { tag_id: 2, weight: 5 }], { transacting: t });
  is<Equal<typeof changes, PivotChanges<Generated<number>>>>();
  const ids: number[] = [...changes.attached, ...changes.detached, ...changes.kept, ...changes.updated];
  const places = (await post.seats().syncPivot([[1, 'a']])).attached[0];
  const row = places?.[0];
  const updated: number = await post.weighed().updatePivot({ weight: 2 });
  await post.tags().updatePivot({ anything: 2 });
  await post
    .tagged()
    .updatePivot({ weight: 2, at: null }, { require: true, transacting: t, query: (qb) => qb.where('tag_id', 1) });
  await post.tagged().updatePivot(
    { weight: 2 },
    {
      query() {
        this.where('tag_id', 1);
      },
    },
  );
  // @ts-expect-error not in withPivot
  await post.weighed().updatePivot({ wieght: 2 });
  // @ts-expect-error no such column
  await post.tagged().updatePivot({ wieght: 2 });
  // @ts-expect-error a weight is a number
  await post.tagged().updatePivot({ weight: 'x' });
  // @ts-expect-error no such option
  await post.tagged().updatePivot({ weight: 2 }, { requre: true });
}

// Pivot columns.
const anything: unknown = post.related('tags').at(0)!.pivot.get('anything');
const weight: unknown = post.related('weighed').at(0)!.pivot.get('weight');
const known: number = post.related('tagged').at(0)!.pivot.get('weight');
const more: unknown = post.tags().withPivot('a').withPivot(['b']).at(0)?.get('label');
void post.tags().withPivot('a').withPivot(['b']).updatePivot({ a: 1, b: 2 });
// @ts-expect-error not in withPivot
post.related('weighed').at(0)!.pivot.get('wieght');
// @ts-expect-error no join table
post.comments().withPivot(['x']);

// Events.
post.tags().on('attaching', async (tags, ids, options) => {
  const given: unknown = ids;
  tags.at(0)?.shout();
  await tags.count({ transacting: options.transacting });
});
post.tags().on('detaching', (tags, ids) => tags.length + (ids === null ? 0 : 1));
post.tags().on('attached', (tags, pivots) => pivots.map((pivot) => pivot.id));
post.tags().on('detached', (tags, count) => count.toFixed());
post.tags().on('attached detached', (tags, response) => tags.at(0)?.shout());
const handled: Collection<Tag> = post.related('tags').on('attached', (tags) => tags.at(0)?.pivot.get('x'));
// @ts-expect-error no such event
post.tags().on('atached', () => {});
