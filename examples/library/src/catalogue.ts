import { Work } from './models/index.js';

/** Lists the works that have a tag, by title, each with its author, and how many copies of it are in. */
export async function worksAbout(tag: string): Promise<string[]> {
  const works = await Work.whereHas('tags', (qb) => qb.where('name', tag))
    .orderBy('title')
    .fetchAll({ withRelated: ['author', 'copies'] });
  return works.map((work) => {
    const copies = work.related('copies');
    const there = copies.where({ state: 'in' }).length;
    return `${work.get('title')} by ${work.related('author').get('name')}: ${there} of ${copies.length} in`;
  });
}
