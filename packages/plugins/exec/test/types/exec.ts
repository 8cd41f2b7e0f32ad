// Callbacks and chains are typed by what a promise resolves to.
import type { Collection, Model, ModelOf, PrimaryKey, Shelf } from '@shelf/core';
import { exec } from '@shelf/exec';

interface NoteRow {
  id: PrimaryKey<number>;
  text: string;
}

declare function is<T extends true>(): T;
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

declare const db: Shelf;
declare const Note: ModelOf<NoteRow>;

db.plugin(exec());

export async function chains(): Promise<void> {
  const saved: Model<NoteRow> = await Note.forge({ text: 'a' })
    .save()
    .exec((error, note) => {
      const text: string = note.get('text');
      is<Equal<typeof error, unknown>>();
      text.at(0);
    });
  saved.get('text');

  const counted = Note.count()
    .tap((count) => count.toFixed())
    .then((count) => String(count));
  const [text, five] = [await counted, await counted.return(5)];
  is<Equal<typeof text, string>>();
  is<Equal<typeof five, number>>();

  const all = Note.fetchAll();
  const late: Collection<Model<NoteRow>> = await all.delay(1);
  const texts = await all.map((each) => each.get('text'));
  is<Equal<typeof texts, string[]>>();
  const lengths = await all.mapSeries(async (each) => each.get('text').length);
  is<Equal<typeof lengths, number[]>>();
  const first = (await all.filter((each) => each.get('text') === ''))[0]?.get('text');
  is<Equal<typeof first, string | undefined>>();
  const sum = await all.reduce((before, each) => before + each.get('text').length, 0);
  is<Equal<typeof sum, number>>();
  const length = await all.get('length');
  is<Equal<typeof length, number>>();
  late.first();

  // oxlint-disable-next-line promise/valid-params -- Bluebird's, with the class of the errors
  const caught: Model<NoteRow> | 'missing' = await Note.forge({ id: 9 })
    .fetch({ require: true })
    .catch(db.NotFoundError, (error) => {
      error.code.at(0);
      return 'missing' as const;
    });
  void caught;

  void db
    .transaction(async () => [1, 'a'] as [number, string])
    .asCallback(
      (_error, one, a) => {
        is<Equal<typeof one, number>>();
        is<Equal<typeof a, string>>();
      },
      { spread: true },
    );

  // Everything is still a promise like any other.
  const promise: Promise<number> = Note.count();
  await promise;
}
