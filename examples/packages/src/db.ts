import { createShelf, type Shelf } from '@shelf/core';
import { registry } from '@shelf/registry';
import { relations } from '@shelf/relations';
import { databaseOf } from './databases.js';
import { settings } from './settings.js';

export const database = databaseOf(settings);

/** The shelf. Nothing is opened before the first query. */
export const db: Shelf = createShelf({ dialect: database.dialect, plugins: [relations(), registry()] });
