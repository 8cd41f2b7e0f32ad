/** What is used of the package: its own typings describe its global copy. */
declare module 'bluebird' {
  const Bluebird: { getNewLibraryCopy(): unknown };
  export default Bluebird;
}
