import { relative } from 'node:path';
import type { Reading } from './manifests.js';
import { printHeading } from './print.js';
import { settings } from './settings.js';
import { printable } from './terminal.js';

/** Names the manifests with something wrong, and says what it is. */
export function showDamage(damaged: readonly Reading[]): void {
  if (damaged.length === 0) return;
  const skipped = damaged.filter(({ manifest }) => manifest === undefined).length;
  printHeading(`Damaged manifests: ${skipped} skipped, ${damaged.length - skipped} read in part`);
  for (const { file, damage } of damaged) {
    console.log(`  ${printable(nameOf(file))}: ${printable(damage.join('; '))}`);
  }
}

/** The path within the folder that was asked for, in full where a link has led out of it. */
function nameOf(file: string): string {
  const path = relative(settings.folder, file);
  return path.startsWith('..') ? file : path;
}
