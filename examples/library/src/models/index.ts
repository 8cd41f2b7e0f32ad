// Whoever needs a model imports it from here: then all are loaded, and their names known.
export { Author } from './author.js';
export { Copy } from './copy.js';
export { Edition } from './edition.js';
export { Fine } from './fine.js';
export { Hold } from './hold.js';
export { Loan } from './loan.js';
export { Member } from './member.js';
export { Note } from './note.js';
export { Tag } from './tag.js';
export { Work } from './work.js';
