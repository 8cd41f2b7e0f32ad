import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A path to what lies there: the text of a file, `{ link }`, or the JSON of a file. */
export type Tree = Readonly<Record<string, string | object>>;

const made: string[] = [];

afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Makes a folder of its own for a test, which is gone afterwards. */
export function makeTree(tree: Tree = {}): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'shelf-demo-')));
  made.push(root);
  for (const [path, content] of Object.entries(tree)) plant(join(root, path), content);
  return root;
}

function plant(path: string, content: string | object): void {
  mkdirSync(dirname(path), { recursive: true });
  if (typeof content === 'string') writeFileSync(path, content);
  else if ('link' in content) symlinkSync(content.link as string, path);
  else if (path.endsWith('.json') && Object.keys(content).length > 0) writeFileSync(path, JSON.stringify(content));
  else mkdirSync(path);
}
