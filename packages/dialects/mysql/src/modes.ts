import { InvalidValueError } from '@shelf/core';

/** Nothing is cut, rounded, zeroed or made up; and 0 is a key like any other. */
const STRICT =
  'STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO';

/** Modes under which SQL or values mean something else; those of other databases turn such ones on. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ...['NO_BACKSLASH_ESCAPES', 'ANSI_QUOTES', 'ANSI', 'ORACLE', 'DB2', 'POSTGRESQL', 'MSSQL', 'MAXDB'].map(
    (mode) => [mode, 'texts are quoted and escaped as MySQL does by itself'] as const,
  ),
  ['EMPTY_STRING_IS_NULL', 'an empty text is stored as one'],
]);

/** The session's SQL mode, strict where none is given; throws an InvalidValueError for one that Shelf cannot work under. */
export function checkedMode(sqlMode: unknown = STRICT): string {
  if (typeof sqlMode !== 'string' || !/^(?:[a-z]\w*(?:,(?!$)|$))*$/i.test(sqlMode)) {
    const given = typeof sqlMode === 'string' ? `'${sqlMode}'` : String(sqlMode);
    throw new InvalidValueError(
      `mysql({ sqlMode }) is a list of modes such as 'STRICT_ALL_TABLES,NO_ZERO_DATE'; it was given ${given}`,
    );
  }
  for (const mode of sqlMode.toUpperCase().split(',')) {
    const why = REFUSED.get(mode);
    if (why !== undefined) throw new InvalidValueError(`mysql({ sqlMode }) cannot hold ${mode}: ${why}`);
  }
  return sqlMode;
}
