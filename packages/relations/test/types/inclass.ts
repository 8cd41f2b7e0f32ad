// Every kind of method without annotation, inside the class that declares the relations.
import { type Generated } from '@shelf/core';
import { db } from './class.js';
import { is, type Equal } from './fixtures/equal.js';
class Site extends db.Model<{ id: Generated<number>; name: string }> {
  authors() {
    return this.hasMany(Writer);
  }
  a1() {
    return this.related('authors');
  }
  a2() {
    return this.related('authors').at(0)!.related('site').get('name');
  }
  a3() {
    return this.load(['authors.site']);
  }
  async a4() {
    const s = await this.load(['authors.site', { authors: (qb) => qb.limit(1) }]);
    return s.related('authors').at(0)!.related('site').a2();
  }
  async a5() {
    const s = await this.fetch({ withRelated: ['authors.site'], require: false });
    return s?.get('name');
  }
  async a6() {
    const s = await Site.forge({ id: 1 }).fetch({ require: true, withRelated: ['authors.site'] });
    return s.toJSON();
  }
  async a7() {
    const s = await new Site({ id: 1 }).fetch({ require: true, withRelated: [{ authors: (qb) => qb.limit(1) }] });
    return s.toJSON().authors[0]!.name;
  }
  a8() {
    return { ...this.toJSON(), extra: 1 };
  }
  a9() {
    return this.authors().fetch({ require: true, withRelated: ['site'] });
  }
  async a10() {
    await this.save({ name: 'x' });
    return this.refresh({ withRelated: ['authors'] });
  }
  static async s1(name: string) {
    return (await this.forge({ name }).fetch({ require: true, withRelated: ['authors'] })).toJSON();
  }
  static s2() {
    return this.fetchAll({ withRelated: ['authors.site.authors'] });
  }
  bad() {
    // @ts-expect-error
    this.related('nope');
    // @ts-expect-error
    this.related('a2');
    // @ts-expect-error
    this.related('get');
    // @ts-expect-error
    this.load(['authors.nope']);
    // @ts-expect-error
    this.load(['nope']);
    // @ts-expect-error
    this.fetch({ require: true, withRelated: ['authors.site.nope'] });
    // @ts-expect-error
    this.fetch({ require: true, withRelated: [{ authors: (qb) => qb.limit(1), 'authors.nope': (qb) => qb.limit(1) }] });
    // @ts-expect-error
    this.get('nope');
  }
}
class Writer extends db.Model<{ id: Generated<number>; name: string; site_id: number }> {
  site() {
    return this.belongsTo(Site);
  }
}
declare const s: Site;
is<Equal<ReturnType<Site['a2']>, string>>();
is<Equal<Awaited<ReturnType<Site['a4']>>, string>>();
is<Equal<Awaited<ReturnType<Site['a5']>>, string | undefined>>();
is<Equal<Awaited<ReturnType<Site['a7']>>, string>>();
is<Equal<NonNullable<Awaited<ReturnType<Site['a6']>>['authors'][0]['site']>['name'], string>>();
is<Equal<Awaited<ReturnType<typeof Site.s1>>['authors'][0]['name'], string>>();
is<Equal<ReturnType<typeof s.a8>['extra'], number>>();
is<Equal<ReturnType<typeof s.a8>['name'], string>>();
s.a1().at(0)!.related('site').a2();
s.a3().then((x) => x.toJSON().authors[0]!.site!.name);
s.a9().then((x) => x.toJSON()[0]!.site!.name);
// @ts-expect-error one good and one bad key
s.fetch({ require: true, withRelated: [{ authors: (qb) => qb.limit(1), 'authors.nope': (qb) => qb.limit(1) }] });
