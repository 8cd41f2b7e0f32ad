/** What is used of Bluebird here; its own typings describe its global copy. */
declare module 'bluebird' {
  const Bluebird: { getNewLibraryCopy(): import('./bluebird.js').BluebirdCopy };
  export default Bluebird;
}
