import { rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for database files, removed by `remove`. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'shelf-bench-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
