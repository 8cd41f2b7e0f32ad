import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as core from '@shelf/core';

const page = readFileSync(resolve(__dirname, '../../../docs/errors.md'), 'utf8');

/** The rows of the page's tables: code, class, when, what to do. */
const listed = [...page.matchAll(/^\| `([A-Z_]+)` \| `(\w+)` \| (.+) \| (.+) \|$/gm)].map(
  ([, code, name, when, remedy]) => ({ code, name, when, remedy }),
);

const isError = (each: unknown): each is typeof core.ShelfError =>
  typeof each === 'function' && each.prototype instanceof core.ShelfError;
const exported = Object.values<unknown>(core).filter(isError);

const byCode = (a: { code: string | undefined }, b: { code: string | undefined }): number =>
  String(a.code) < String(b.code) ? -1 : 1;

test('docs/errors.md lists every code with its class, and no other', () => {
  const classes = exported.map(({ code, name }) => ({ code, name }));
  expect(listed.map(({ code, name }) => ({ code, name })).sort(byCode)).toEqual(classes.sort(byCode));
});

test('each says when it comes and what to do', () => {
  for (const { code, when, remedy } of listed) {
    expect([code, (when ?? '').length > 20, (remedy ?? '').length > 3]).toEqual([code, true, true]);
  }
});
