// The demo from top to bottom. What Shelf is about stands in models.ts, import.ts, report.ts, chosen.ts and rehearsal.ts.
import { choosePackages } from './chosen.js';
import { Complaint } from './complaint.js';
import { showDamage } from './damage.js';
import { explain } from './explain.js';
import { forgetUninstalled } from './forget.js';
import { importPackages } from './import.js';
import { readInstalled } from './installed.js';
import { db } from './db.js';
import { showNotes, takeNotes } from './notes.js';
import { drawPicture } from './picture.js';
import { progressOn } from './progress.js';
import { rehearseFailure } from './rehearsal.js';
import { showFanOuts, showLicences, showOnePage, showPeople } from './report.js';
import { createSchema } from './schema.js';
import { settings } from './settings.js';
import { showSummary } from './summary.js';
import { showTrees } from './trees.js';
import { showUnneeded } from './unneeded.js';

const interruption = new AbortController();
process.once('SIGINT', () => interruption.abort());
// Who reads the output may have seen enough, as `head` has.
process.stdout.once('error', () => process.exit());

try {
  const reading = progressOn(process.stdout, 'Reading');
  const installed = await readInstalled(settings.folder, reading.step, interruption.signal).finally(reading.end);
  showDamage(installed.damaged);
  if (installed.packages.length === 0) throw new Complaint(`No usable packages are installed under ${settings.folder}`);

  await createSchema();
  const importing = progressOn(process.stdout, 'Importing', installed.packages.length);
  const imported = await importPackages(installed.packages, importing.step, interruption.signal).finally(importing.end);
  const forgotten = await forgetUninstalled(imported.versions, interruption.signal);
  await takeNotes(interruption.signal);
  showSummary(installed, imported, forgotten);

  await showFanOuts();
  await showLicences();
  await showPeople();
  await showOnePage();
  await showNotes();
  await showUnneeded();
  const chosen = await choosePackages();
  showTrees(chosen);
  await drawPicture(chosen);
  await rehearseFailure();
} catch (error) {
  process.exitCode = explain(error);
} finally {
  await db.destroy();
}
