// All tests of types: on both compilers, from the sources and from the emitted declarations, and what the types cost.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fits } from './cost.mjs';
import { compile, compilers, configure, here, makeProject, messages } from './stranger.mjs';

const withoutPlugins = ['model', 'statics', 'collection', 'pages', 'events', 'constructors', 'keys'].map(
  (name) => `${name}.ts`,
);

/** Throws unless exactly the lines of refusals.md that say so are refused, each with the message that it says. */
function refuse(compiler, dir) {
  const lines = /```ts\n(.*?)```/s.exec(readFileSync(join(here, 'refusals.md'), 'utf8'))[1].split('\n');
  writeFileSync(join(dir, 'refusals.ts'), lines.join('\n'));
  const told = messages(compiler, ['-p', dir]);
  for (const [i, line] of lines.entries()) {
    const expected = line.split('// says: ')[1];
    const given = told.get(`refusals.ts:${i + 1}`);
    if (expected === undefined ? given : !given?.includes(expected))
      throw new Error(`${line}\nThe compiler says: ${given}`);
  }
}

const root = mkdtempSync(join(tmpdir(), 'shelf-types-'));
try {
  makeProject(root);
  const [tests, plain, refused] = [join(root, 'tests'), join(root, 'plain'), join(root, 'refused')];
  for (const file of readdirSync(here)) if (file.endsWith('.ts')) cpSync(join(here, file), join(tests, file));
  for (const dir of [tests, refused]) {
    cpSync(join(root, 'emitted/test/types/fixtures'), join(dir, 'fixtures'), { recursive: true });
  }
  for (const file of ['db.d.ts', 'equal.d.ts']) cpSync(join(tests, 'fixtures', file), join(plain, 'fixtures', file));
  for (const file of withoutPlugins) cpSync(join(here, file), join(plain, file));
  configure(plain);
  cpSync(join(here, 'class.ts'), join(refused, 'class.ts'));
  configure(refused);
  configure(tests, { noEmit: false, declaration: true, emitDeclarationOnly: true, outDir: join(root, 'out') });
  for (const [name, compiler] of Object.entries(compilers)) {
    compile(compiler, ['-p', here]);
    console.log(`${name}: the tests pass on the sources`);
    compile(compiler, ['-p', tests]);
    console.log(`${name}: the tests pass on the declarations, and emit theirs`);
    compile(compiler, ['-p', plain]);
    console.log(`${name}: the tests of core alone pass where no plugin has merged its types in`);
    refuse(compiler, refused);
    console.log(`${name}: what is refused is refused in plain words`);
  }
  if (!fits(root)) process.exitCode = 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(root, { recursive: true });
}
