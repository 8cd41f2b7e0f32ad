import { InvalidValueError } from '@shelf/core';

/** A table, and the rows of other tables that a path leads through on its way to it. */
export interface Path {
  readonly table: string;
  readonly parents: readonly Parent[];
}

/** `/owners/7/…`: whose rows are meant. */
export interface Parent {
  readonly table: string;
  readonly id: string;
}

/**
 * Reads a urlRoot or a collection's url: `/badgers` is a table, `/owners/7/badgers` the rows of it that belong to owner 7,
 * and `/api/badgers` the table again. Every segment is decoded, and no part of it becomes SQL.
 */
export function parsePath(path: string): Path {
  if (/^[a-z][a-z\d+.-]*:|^\/\//i.test(path) || /[?#\\]/.test(path)) {
    throw refusal(path, 'is a path such as /badgers or /owners/7/badgers; conditions go into `filter`');
  }
  const segments = path
    .replace(/^\/|\/$/g, '')
    .split('/')
    .map((segment) => decoded(segment, path));
  const table = segments.pop() as string;
  // One segment more is where the table is kept. Further on it would be a parent whose id got lost, and would no longer narrow.
  if (segments.length === 1) segments.pop();
  if (segments.length % 2 === 1) {
    throw refusal(path, 'has a parent without an id: before the table stand pairs, as in /owners/7/badgers');
  }
  const parents: Parent[] = [];
  for (let i = 0; i < segments.length; i += 2) {
    parents.push({ table: segments[i] as string, id: segments[i + 1] as string });
  }
  return { table, parents };
}

function decoded(segment: string, path: string): string {
  let text: string;
  try {
    text = decodeURIComponent(segment);
  } catch {
    throw refusal(path, `has a segment that cannot be decoded: '${segment}'`);
  }
  if (text === '' || text === '.' || text === '..')
    throw refusal(path, `has the segment '${text}', which names nothing`);
  return text;
}

function refusal(path: string, why: string): InvalidValueError {
  return new InvalidValueError(`The url '${path.length > 200 ? `${path.slice(0, 199)}…` : path}' ${why}`);
}
