import type { Knex } from 'knex';
import { db } from './db.js';
import { Note, Package, Person } from './models.js';
import { printTable } from './print.js';

/** Notes what is worth knowing about packages and about people. */
export async function takeNotes(signal: AbortSignal): Promise<void> {
  await db.transaction(
    async (transacting) => {
      await Note.where('id', '>', 0).destroy({ transacting });
      await noteVersions(transacting);
      await noteRoles(transacting);
    },
    { signal },
  );
}

/** Packages of which several versions are installed. */
async function noteVersions(transacting: Knex.Transaction): Promise<void> {
  for (const pack of await Package.orderBy('name').fetchAll({ withRelated: ['versions'], transacting })) {
    const numbers = pack.related('versions').pluck('number');
    if (numbers.length > 1)
      await pack
        .notes()
        .create({ text: `is installed in ${numbers.length} versions: ${numbers.join(', ')}` }, { transacting });
  }
}

/** People who are the authors of some packages, and have a hand in others. */
async function noteRoles(transacting: Knex.Transaction): Promise<void> {
  const people = await Person.whereHas('packages', (qb) => qb.where('role', 'author'))
    .whereHas('packages', (qb) => qb.whereNot('role', 'author'))
    .orderBy('name')
    .fetchAll({ withRelated: ['packages'], transacting });
  for (const person of people) {
    const packages = person.related('packages');
    const own = packages.filter(({ pivot }) => pivot.get('role') === 'author').length;
    const text = `is the author of ${own}, and has a hand in ${packages.length - own} more`;
    await person.notes().create({ text }, { transacting });
  }
}

/** Some of the notes, with what they are about: a package or a person. */
export async function showNotes(): Promise<void> {
  const notes = await Note.orderBy('subject_id')
    .orderBy('id')
    .fetchPage({ pageSize: 10, withRelated: ['subject'] });
  printTable(`Notes: ${notes.length} of ${notes.pagination.rowCount}`, notes.models, [
    { title: 'about', cell: (note) => note.related('subject').attributes.name },
    { title: '', cell: (note) => (note.related('subject') instanceof Person ? 'person' : 'package') },
    { title: 'note', cell: (note) => note.get('text') },
  ]);
}
