import { join } from 'node:path';
import { readManifest } from '../src/manifests.js';
import { makeTree } from './tree.js';

const read = (content: string | object) => readManifest(join(makeTree({ 'package.json': content }), 'package.json'));

describe('of no use at all', () => {
  test.each([
    ['invalid JSON', '{ "name": "a", ', 'is not valid JSON'],
    ['JSON after rubbish', '<html>{"name":"a"}', 'is not valid JSON'],
    ['an empty file', '', 'is empty'],
    ['bytes of zero', '\0\0\0\0', 'is not valid JSON'],
    ['a list', '[]', 'holds a list, not an object'],
    ['null', 'null', 'holds null, not an object'],
    ['no name', '{"version":"1.0.0"}', 'has no name'],
    ['an empty name', '{"name":""}', 'has no name'],
    ['a number for a name', '{"name":5}', 'has a number for a name'],
    ['null for a name', '{"name":null}', 'has null for a name'],
    ['NUL in the name', String.raw`{"name":"a\u0000b"}`, 'has a name that no package can have'],
    ['half a character in the name', String.raw`{"name":"a\ud800"}`, 'has a name that no package can have'],
    ['a name without end', JSON.stringify({ name: 'a'.repeat(5000) }), 'has a name that no package can have'],
    ['a huge file', JSON.stringify({ name: 'a', readme: 'x'.repeat(2 * 1024 * 1024) }), 'is too large: 2.0 MB'],
    ['a directory in its place', {}, 'is a directory'],
    ['a link to nothing', { link: 'nowhere' }, 'cannot be read: ENOENT'],
    ['a link to itself', { link: 'package.json' }, 'cannot be read: ELOOP'],
    ['a device, which would be read for ever', { link: '/dev/zero' }, 'is no ordinary file'],
  ])('%s', async (_, content, what) => {
    expect(await read(content)).toMatchObject({ manifest: undefined, damage: [what] });
  });
});

describe('read in part', () => {
  test.each([
    [{ version: 3 }, 'version is a number'],
    [{ description: ['x'] }, 'description is a list'],
    [{ homepage: {} }, 'homepage is an object'],
    [{ license: 7 }, 'license is a number'],
    [{ dependencies: 'x' }, 'dependencies is a string'],
    [{ dependencies: ['x'] }, 'dependencies is a list'],
    [{ peerDependencies: { x: 5 } }, 'peerDependencies has a number for the range of x'],
    [{ keywords: [1] }, 'keywords has a number for a word'],
    [{ author: 5 }, 'author has a number for a person'],
    [{ contributors: [null] }, 'contributors has null for a person'],
    [{ maintainers: [[]] }, 'maintainers has a list for a person'],
  ])('%j', async (fields, what) => {
    const { manifest, damage } = await read({ name: 'a', ...fields });
    expect(damage).toEqual([what]);
    expect(manifest).toMatchObject({ name: 'a', dependencies: [], people: [], keywords: [], license: null });
  });
});

describe('read whole', () => {
  test('a byte order mark before the text', async () => {
    expect(await read('\uFEFF{"name":"a"}')).toMatchObject({ manifest: { name: 'a' }, damage: [] });
  });

  test.each(['__proto__', 'constructor', 'hasOwnProperty'])('a dependency called %s', async (name) => {
    const { manifest, damage } = await read(`{"name":"a","dependencies":{"${name}":"^1.0.0"}}`);
    expect(manifest?.dependencies).toEqual([{ name, kind: 'runtime', range: '^1.0.0' }]);
    expect(damage).toEqual([]);
  });

  test('an optional dependency is not a runtime one too, and a runtime one is not a peer too', async () => {
    const { manifest } = await read({
      name: 'a',
      dependencies: { both: '1', peer: '1' },
      optionalDependencies: { both: '2' },
      peerDependencies: { peer: '2' },
      devDependencies: { never: '1' },
    });
    expect(manifest?.dependencies).toEqual([
      { name: 'peer', kind: 'runtime', range: '1' },
      { name: 'both', kind: 'optional', range: '2' },
    ]);
  });

  test('people as text, as objects, and several times', async () => {
    const { manifest, damage } = await read({
      name: 'a',
      author: 'Ada Lovelace <ada@example.org> (https://example.org/ada)',
      contributors: [
        { name: 'ada lovelace', email: 'other@example.org' },
        '<only@example.org>',
        { name: 'Bob' },
        '',
        {},
      ],
      maintainers: { name: 'Bob', url: 'https://example.org/bob' },
    });
    expect(damage).toEqual([]);
    expect(manifest?.people).toEqual([
      { name: 'Ada Lovelace', email: 'ada@example.org', url: 'https://example.org/ada', role: 'author' },
      { name: 'only@example.org', email: 'only@example.org', role: 'contributor' },
      { name: 'Bob', url: 'https://example.org/bob', role: 'contributor' },
    ]);
  });

  test('keywords as a list and as text, each once', async () => {
    expect((await read({ name: 'a', keywords: ['SQL', 'sql', ' orm ', ''] })).manifest?.keywords).toEqual([
      'sql',
      'orm',
    ]);
    expect((await read({ name: 'a', keywords: 'sql, orm,sql' })).manifest?.keywords).toEqual(['sql', 'orm']);
  });

  test.each([
    [{ license: 'MIT' }, 'MIT'],
    [{ license: { type: 'MIT', url: 'x' } }, 'MIT'],
    [{ licenses: [{ type: 'MIT' }, 'ISC'] }, 'MIT OR ISC'],
    [{}, null],
  ])('licence %j', async (fields, license) => {
    expect(await read({ name: 'a', ...fields })).toMatchObject({ manifest: { license }, damage: [] });
  });

  test('text comes on one line, without control characters', async () => {
    const { manifest } = await read({ name: 'a', description: ' one\n\ttwo\u0000three \u001B[31m ' });
    expect(manifest?.description).toBe('one two three [31m');
  });
});
