// What the types cost the compiler: 100 models of 5 relations and 200 queries of about 10 typed calls, in class and in extend form.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile, compilers } from '@shelf-tooling/typescript/type-tests/compilers.mjs';
import { configure } from '@shelf-tooling/typescript/type-tests/stranger.mjs';

const budget = {
  class: { instantiations: 250_000, types: 60_000 },
  extend: { instantiations: 300_000, types: 65_000 },
};
const models = 100;
const queries = 200;
const depth = 3;

const kinds = ['hasMany', 'belongsTo', 'hasMany', 'belongsToMany', 'hasOne'];
const many = [true, false, true, true, false];
const targets = (i) => [(i + 1) % models, (i + 7) % models, (i * 3 + 1) % models, (i + 13) % models, (i + 29) % models];

function model(i, form) {
  const imports = [...new Set(targets(i))].filter((t) => t !== i).map((t) => `import { M${t} } from './m${t}.js';`);
  const members = targets(i).map((t, k) => `r${k}() { return this.${kinds[k]}(M${t}); }`);
  members.push(`label() { return this.get('name').toUpperCase() + this.get('count${i}'); }`);
  return `import type { Generated } from '@shelf/core';
import { db } from './db.js';
${imports.join('\n')}
export interface R${i} {
  id: Generated<number>; name: string; email${i}: string | null; count${i}: number; active: Generated<boolean>;
  data: { a: number; b: string[] } | null; created_at: Generated<Date>; updated_at: Generated<Date>;
}
${
  form === 'class'
    ? `export class M${i} extends db.Model<R${i}> {\n  static override tableName = 'm${i}';\n  ${members.join('\n  ')}\n}`
    : `export const M${i} = db.Model.of<R${i}>().extend({\n  tableName: 'm${i}',\n  ${members.join(',\n  ')},\n});`
}
`;
}

function query(j) {
  const i = j % models;
  const path = Array.from({ length: depth }, (_, d) => (j + d * 2) % 5);
  const other = [(j + 1) % 5, (j + 3) % 5];
  const end = (from, steps) => steps.reduce((at, k) => targets(at)[k], from);
  const inJson = path.map((k) => (many[k] ? `.r${k}[0]!` : `.r${k}!`)).join('');
  const related = other.map((k) => `.related('r${k}')${many[k] ? '.at(0)!' : ''}`).join('');
  const dotted = (steps) => steps.map((k) => `r${k}`).join('.');
  return `import { M${i} } from './m${i}.js';
export async function q${j}() {
  const found = M${i}.where({ name: 'x' }).orderBy('id');
  const m = await found.fetch({ withRelated: ['${dotted(path)}', '${dotted(other)}', { r${(j + 2) % 5}: (qb) => qb.limit(1) }], require: ${j % 2 === 1} });
  if (!m) return;
  const a: number = m.toJSON()${inJson}.count${end(i, path)};
  const b: number = m${related}.get('count${end(i, other)}');
  await found.save({ name: 'y', count${i}: 2 }, { patch: true });
  const c = await new M${i}({ id: 1 }).load(['r${j % 5}', 'r${(j + 1) % 5}']);
  c.related('r${j % 5}');
  M${i}.forge({ email${i}: null }).set('count${i}', 3).label();
  found.on('saving', (x, attrs) => { attrs.name; x.label(); });
  return a + b;
}
`;
}

function generate(dir, form) {
  mkdirSync(dir, { recursive: true });
  const write = (name, text) => writeFileSync(join(dir, name), text);
  configure(dir, { skipLibCheck: true });
  write(
    'db.ts',
    `import { createShelf } from '@shelf/core';\nimport { relations } from '@shelf/relations';\nexport const db = createShelf({ plugins: [relations()] });\n`,
  );
  for (let i = 0; i < models; i++) write(`m${i}.ts`, model(i, form));
  for (let j = 0; j < queries; j++) write(`q${j}.ts`, query(j));
}

function measure(compiler, dir) {
  const text = compile(compiler, ['-p', dir, '--extendedDiagnostics']);
  const read = (name) => Number(new RegExp(`^${name}:\\s+([\\d.]+)`, 'm').exec(text)?.[1]);
  return { instantiations: read('Instantiations'), types: read('Types'), seconds: read('Total time') };
}

/** Prints what the types cost in a stranger's project under `root`, and says whether they are within budget. */
export function fits(root) {
  let within = true;
  for (const form of Object.keys(budget)) generate(join(root, form), form);
  for (const [name, compiler] of Object.entries(compilers)) {
    for (const [form, limits] of Object.entries(budget)) {
      const { seconds, ...cost } = measure(compiler, join(root, form));
      const figures = Object.entries(cost).map(([what, figure]) => {
        const limit = limits[what];
        if (figure <= limit) return `${figure} ${what} of at most ${limit}`;
        within = false;
        return `${figure} ${what}, MORE THAN ${limit}`;
      });
      console.log(`${name}, ${form} form: ${figures.join(', ')}; ${seconds} s`);
    }
  }
  return within;
}
