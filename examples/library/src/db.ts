import { caseConverter } from '@shelf/case-converter';
import { createShelf } from '@shelf/core';
import { exec } from '@shelf/exec';
import { optimisticLock } from '@shelf/optimistic-lock';
import { registry } from '@shelf/registry';
import { relations } from '@shelf/relations';
import { softDelete } from '@shelf/soft-delete';
import { sqlite } from '@shelf/sqlite';
import { virtuals } from '@shelf/virtuals';
import { visibility } from '@shelf/visibility';

/** The shelf. `ambient`: whatever is called inside a transaction takes part in it. */
export const db = createShelf({
  dialect: sqlite({ filename: ':memory:' }),
  ambient: true,
  plugins: [relations(), registry(), visibility(), virtuals(), softDelete(), optimisticLock(), exec(), caseConverter()],
});
