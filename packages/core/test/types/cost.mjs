// What the types cost: 100 models of 5 relations and 200 queries of about 10 typed calls, compiled in class form and in extend form.
// Fails above the budget. `node cost.mjs [--keep]`; `--keep` leaves the generated programs for a look.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile, compilers, configure, makeProject } from './stranger.mjs';

const budget = {
  class: { Instantiations: 250_000, Types: 60_000 },
  extend: { Instantiations: 300_000 },
};
const models = 100;
const queries = 200;
const depth = 3;

const keep = process.argv.includes('--keep');

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
    `import { createShelf } from '@shelf/core';\nimport relations from '@shelf/relations';\nexport const db = createShelf({ plugins: [relations()] });\n`,
  );
  if (form === 'none') return;
  for (let i = 0; i < models; i++) write(`m${i}.ts`, model(i, form));
  for (let j = 0; j < queries; j++) write(`q${j}.ts`, query(j));
}

function measure(compiler, dir) {
  const text = compile(compiler, ['-p', dir, '--extendedDiagnostics']);
  const read = (name) => Number(new RegExp(`^${name}:\\s+([\\d.]+)`, 'm').exec(text)?.[1]);
  return { Instantiations: read('Instantiations'), Types: read('Types'), seconds: read('Total time') };
}

const root = mkdtempSync(join(tmpdir(), 'shelf-cost-'));
let over = false;
try {
  makeProject(root);
  for (const form of ['none', ...Object.keys(budget)]) generate(join(root, form), form);
  for (const [compiler, how] of Object.entries(compilers)) {
    const none = measure(how, join(root, 'none'));
    for (const [form, limits] of Object.entries(budget)) {
      const cost = measure(how, join(root, form));
      const figures = ['Instantiations', 'Types'].map((name) => {
        const own = cost[name] - none[name];
        const tooMuch = cost[name] > (limits[name] ?? Infinity);
        over ||= tooMuch;
        return `${cost[name]} ${name.toLowerCase()}${tooMuch ? ` (OVER ${limits[name]})` : ''}, ${own} beyond an empty program`;
      });
      console.log(`${compiler}, ${form} form: ${figures.join('; ')}; ${cost.seconds} s`);
    }
  }
} finally {
  if (keep) console.log(root);
  else rmSync(root, { recursive: true });
}
process.exitCode = over ? 1 : 0;
