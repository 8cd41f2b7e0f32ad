import { InvalidValueError, ModelNotResolvedError } from '@shelf/core';
import { isA, type Class } from './is-a.js';
import type { Names } from './names.js';
import { shown } from './shown.js';

/** One of the two kinds of classes that have names. */
interface Kind<C> {
  readonly what: 'model' | 'collection';
  readonly Base: C;
  /** Where the base class stands on the shelf. */
  readonly property: string;
}

/** Makes `shelf.model` or `shelf.collection`: with a name alone it gives the class, else it defines one. */
export function entry<C extends Class>(names: Names, kind: Kind<C>): (...args: unknown[]) => C {
  return (...args) => {
    const [name, definition, classProps] = args;
    if (typeof name !== 'string' || name === '')
      throw new InvalidValueError(`The name of a ${kind.what} is a text that is not empty, not ${shown(name)}`);
    if (args.length === 1) return lookUp(names, kind, name);
    const made = classOf(kind, name, definition, classProps);
    if (names.has(name))
      throw new InvalidValueError(`The name '${name}' is defined already on this shelf; a name is defined once`);
    names.define(name, made);
    return made;
  };
}

function lookUp<C extends Class>(names: Names, kind: Kind<C>, name: string): C {
  const found = names.find(name);
  if (found instanceof ModelNotResolvedError) throw found;
  if (isA(kind.Base, found)) return found;
  throw new ModelNotResolvedError(`'${name}' is not the name of a ${kind.what} of this shelf, but of ${shown(found)}`);
}

/** The class to define: the one given, or one made of properties as `extend` makes it, with the name for its own. */
function classOf<C extends Class>(kind: Kind<C>, name: string, definition: unknown, classProps: unknown): C {
  if (isA(kind.Base, definition)) {
    if (classProps !== undefined)
      throw new InvalidValueError(`The ${kind.what} '${name}' is a class already; give it its class properties there`);
    return definition;
  }
  if (typeof definition !== 'object' || definition === null || Array.isArray(definition))
    throw new InvalidValueError(
      `The ${kind.what} '${name}' is a class that extends this shelf's ${kind.property}, or its properties, not ${shown(definition)}`,
    );
  const { extend } = kind.Base as C & { extend(protoProps: object, classProps?: unknown): C };
  const made = extend.call(kind.Base, definition, classProps);
  Object.defineProperty(made, 'name', { value: name, configurable: true });
  return made;
}
