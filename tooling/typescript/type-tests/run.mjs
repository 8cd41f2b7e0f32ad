// Runs a package's tests of types: on both compilers, from the sources and from the emitted declarations.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile, compilers, messages } from './compilers.mjs';
import { configure, makeProject } from './stranger.mjs';

/**
 * Tests the types of a package, whose tests are in `here`; sets the exit code.
 *
 * @param options `packages`: the folders of the packages that a stranger needs, this one last; `alone`: tests to run where no plugin
 * has merged its types in; `cost`: measures in the stranger's project, and says whether it is within budget.
 */
export function testTypes(here, { packages, alone = [], cost = () => true }) {
  const root = mkdtempSync(join(tmpdir(), 'shelf-types-'));
  try {
    makeProject(root, packages);
    cpSync(here, root, { recursive: true, filter: (file) => !file.endsWith('.json') });
    const emit = { declaration: true, emitDeclarationOnly: true, outDir: join(root, 'out') };
    configure(root, emit);
    configure(root, {}, { files: alone }, 'alone.json');
    const refusals = refusalsOf(here);
    for (const [name, compiler] of Object.entries(compilers)) {
      compile(compiler, ['-p', here]);
      console.log(`${name}: the tests pass on the sources`);
      compile(compiler, ['-p', root]);
      console.log(`${name}: the tests pass on the declarations, and emit theirs`);
      if (alone.length > 0) {
        compile(compiler, ['-p', join(root, 'alone.json')]);
        console.log(`${name}: the tests without plugins pass where no plugin has merged its types in`);
      }
      refuse(compiler, root, refusals);
      console.log(`${name}: what is refused is refused in plain words`);
    }
    if (!cost(root)) process.exitCode = 1;
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  } finally {
    rmSync(root, { recursive: true });
  }
}

function refusalsOf(here) {
  return /```ts\n(.*?)```/s.exec(readFileSync(join(here, 'refusals.md'), 'utf8'))[1].split('\n');
}

/** Throws unless exactly the lines of refusals.md that say so are refused, each with the message that it says. */
function refuse(compiler, root, lines) {
  const file = join(root, 'refusals.ts');
  writeFileSync(file, lines.join('\n'));
  configure(root, {}, { files: ['refusals.ts'] }, 'refusals.json');
  const told = messages(compiler, ['-p', join(root, 'refusals.json')]);
  rmSync(file);
  for (const [i, line] of lines.entries()) {
    const expected = line.split('// says: ')[1];
    const given = told.get(`refusals.ts:${i + 1}`);
    if (expected === undefined ? given : !given?.includes(expected))
      throw new Error(`${line}\nThe compiler says: ${given}`);
  }
}
