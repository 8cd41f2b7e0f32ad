// All tests of types: on both compilers, from the sources and from the emitted declarations, and what the types cost.
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fits } from './cost.mjs';
import { compile, compilers, configure, here, makeProject } from './stranger.mjs';

const root = mkdtempSync(join(tmpdir(), 'shelf-types-'));
try {
  makeProject(root);
  const tests = join(root, 'tests');
  for (const file of readdirSync(here)) if (file.endsWith('.ts')) cpSync(join(here, file), join(tests, file));
  cpSync(join(root, 'emitted/test/types/fixtures'), join(tests, 'fixtures'), { recursive: true });
  configure(tests, { noEmit: false, declaration: true, emitDeclarationOnly: true, outDir: join(root, 'out') });
  for (const [name, compiler] of Object.entries(compilers)) {
    compile(compiler, ['-p', here]);
    console.log(`${name}: the tests pass on the sources`);
    compile(compiler, ['-p', tests]);
    console.log(`${name}: the tests pass on the declarations, and emit theirs`);
  }
  if (!fits(root)) process.exitCode = 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(root, { recursive: true });
}
