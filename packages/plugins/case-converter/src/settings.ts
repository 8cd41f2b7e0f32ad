import { checkOptions, InvalidValueError } from '@shelf/core';
import { Naming, type ModelInstance } from '@shelf/core/inside';
import { camelCase, snakeCase } from './cases.js';
import type { CaseConverterOptions } from './types.js';

/** Reads what a model's class calls its columns; undefined where that is what the database calls them. */
export type NamingOf = (model: ModelInstance) => Naming | undefined;

/** Makes the reader for one shelf. What classes say is read once, so that those who say the same see the same table. */
export function namingReader(options: CaseConverterOptions): NamingOf {
  const usual = namingFrom(options, 'caseConverter()', undefined);
  const known = new WeakMap<object, Naming>();
  return (model) => {
    const { caseConverter: said } = model as { readonly caseConverter?: unknown };
    if (said === undefined || said === true || said === null) return usual;
    if (said === false) return undefined;
    if (typeof said !== 'object') throw refusal(model.constructor.name);
    let naming = known.get(said);
    if (naming === undefined)
      known.set(said, (naming = namingFrom(said, `${model.constructor.name}.caseConverter`, model)));
    return naming;
  };
}

function namingFrom(options: object, whose: string, model: ModelInstance | undefined): Naming {
  checkOptions(whose, options, ['attribute', 'column']);
  const { attribute = camelCase, column = snakeCase } = options as Record<string, unknown>;
  const details = { model: model?.constructor.name };
  if (typeof attribute !== 'function' || typeof column !== 'function')
    throw new InvalidValueError(
      `${whose}: \`attribute\` and \`column\` are functions that make a name of a name`,
      details,
    );
  const checked =
    (make: unknown) =>
    (name: string): string => {
      const made: unknown = (make as (name: string) => unknown)(name);
      if (typeof made === 'string' && made !== '' && made !== '__proto__') return made;
      throw new InvalidValueError(`${whose} makes of the name '${name}' no name, but ${JSON.stringify(made)}`, details);
    };
  return new Naming({ attribute: checked(attribute), column: checked(column) });
}

function refusal(name: string): InvalidValueError {
  return new InvalidValueError(`${name}: caseConverter is true, false, or { attribute, column }`, { model: name });
}
