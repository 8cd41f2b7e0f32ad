type Row = Record<string, unknown>;

/** The code for a wider row would be long, and gain nothing. */
const WIDEST = 200;

/** A property of a row, and the code of its value. */
export type Property = readonly [name: string, code: string];

/**
 * Compiles a function that makes an object of a literal, several times faster than V8 makes the same object by setting one
 * property after the other. Undefined where that does not pay, or where Node was started with
 * `--disallow-code-generation-from-strings`.
 *
 * @param parameters the function's parameters
 * @param before statements that come before, which no name may be part of
 * @param constants what the code knows as `constants`
 */
export function compileRow<Make extends (...args: never[]) => Row>(
  parameters: string,
  before: string,
  properties: readonly Property[],
  constants?: readonly unknown[],
): Make | undefined {
  if (properties.length > WIDEST) return undefined;
  const members = properties
    // It would become the row's prototype.
    .filter(([name]) => name !== '__proto__')
    .map(([name, code]) => `${JSON.stringify(name)}: ${code}`);
  try {
    // oxlint-disable-next-line no-new-func, typescript/no-implied-eval -- names alone go into the code, as JSON
    return new Function('constants', `return (${parameters}) => { ${before} return { ${members.join(', ')} }; };`)(
      constants,
    ) as Make;
  } catch {
    return undefined;
  }
}
