import type { Shelf } from '@shelf/core';
import type { Ship, Ships } from '../collections/ships.js';

/** Every event with its arguments, in order, and between them the statements that were sent. */
export type Diary = [event: string, ...args: unknown[]][];

/** Writes down all events of a model or collection, and the verb of every statement when the database answers it. */
export function keepDiary(db: Shelf, emitter: Pick<Ship, 'on'> | Pick<Ships, 'on'>): Diary {
  const diary: Diary = [];
  (emitter as { on(event: string, handler: (event: string, ...args: unknown[]) => void): void }).on(
    'all',
    (event, ...args) => {
      diary.push([event, ...args]);
    },
  );
  db.on('query', ({ sql }) => void diary.push([verb(sql)]));
  return diary;
}

/** The names in a diary. */
export function eventsOf(diary: Diary): string[] {
  return diary.map(([event]) => event);
}

/** The arguments of the first such event. */
export function argsOf(diary: Diary, event: string): unknown[] {
  const found = diary.find(([name]) => name === event);
  if (found === undefined) throw new Error(`There was no event '${event}'; there were: ${eventsOf(diary).join(', ')}`);
  return found.slice(1);
}

function verb(sql: string): string {
  return (/^\w+/.exec(sql)?.[0] ?? sql).toUpperCase();
}
