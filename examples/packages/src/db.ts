import { createShelf, type Shelf } from '@shelf/core';
import { relations } from '@shelf/relations';
import { sqlite } from '@shelf/sqlite';
import { settings } from './settings.js';

/** The database. Nothing is opened before the first query. */
export const db: Shelf = createShelf({ dialect: sqlite({ filename: settings.database }), plugins: [relations()] });
