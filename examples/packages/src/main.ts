import { VERSION } from '@shelf/core';

console.log(`Shelf ${VERSION}`);
