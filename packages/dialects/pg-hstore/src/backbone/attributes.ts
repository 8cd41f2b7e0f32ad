import { InvalidAttributeError } from '@shelf/core';

/**
 * Refuses attributes that are not what they show: those in the prototype of an object are stored by Backbone, and seen by nobody who
 * looks through its keys. A parsed body brings them as `__proto__`, and whoever copies it has them in the prototype.
 */
export function checkAttributes(attributes: unknown): void {
  if (typeof attributes !== 'object' || attributes === null) checkName(attributes);
  else
    for (const name in attributes) {
      checkName(name);
      if (!Object.hasOwn(attributes, name))
        throw new InvalidAttributeError(`Attributes are an object's own: '${name}' stands in its prototype`);
    }
}

function checkName(name: unknown): void {
  if (name === '__proto__')
    throw new InvalidAttributeError(`An attribute cannot be named '__proto__': no driver can carry it`);
}
