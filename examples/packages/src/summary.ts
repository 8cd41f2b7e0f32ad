import type { Imported } from './import.js';
import type { Installed } from './installed.js';
import { printTable } from './print.js';
import { settings } from './settings.js';

/** Says what was read from where into what, and what that changed. */
export function showSummary(
  { files, packages }: Installed,
  { added, changed, versions }: Imported,
  forgotten: number,
): void {
  const counts = {
    manifests: files,
    packages: packages.length,
    versions: versions.size,
    new: added,
    changed,
    uninstalled: forgotten,
  };
  const columns = Object.entries(counts).map(([title, count]) => ({ title, cell: () => count }));
  printTable(`${settings.folder} → ${settings.shown}`, [counts], columns);
}
