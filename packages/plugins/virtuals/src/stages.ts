import { InvalidValueError } from '@shelf/core';
import type { CallOptions, ModelInstance, Row, ShelfInternals } from '@shelf/core/inside';
import { read, write } from './access.js';
import { declare, virtualsOf } from './declared.js';

/** Takes part in the saves and the JSON of a shelf's models. */
export function registerStages(shelf: ShelfInternals): void {
  shelf.stage('class', declare);
  shelf.stage('save', save);
  shelf.stage('serialize', serialize);
}

/** Puts in the place of virtuals what their setters set, so that a patch writes that. */
function save(model: ModelInstance, attributes: Row): void {
  const virtuals = virtualsOf(model);
  if (virtuals === undefined) return;
  const written: Row = {};
  for (const name of Object.keys(attributes)) {
    const virtual = virtuals.get(name);
    if (virtual === undefined) continue;
    write(model, virtual, attributes[name], { silent: true }, written);
    delete attributes[name];
  }
  for (const name of Object.keys(written)) if (!Object.hasOwn(attributes, name)) attributes[name] = written[name];
}

function serialize(model: ModelInstance, json: Row, options: CallOptions, shows: (name: string) => boolean): void {
  const virtuals = virtualsOf(model);
  if (virtuals === undefined) return;
  const wanted = options['virtuals'] ?? (model as { readonly outputVirtuals?: unknown }).outputVirtuals ?? true;
  if (wanted === false) return;
  if (wanted !== true && !Array.isArray(wanted)) throw refusal(model);
  for (const virtual of virtuals.values()) {
    const { name, get } = virtual;
    if (get !== undefined && (wanted === true || wanted.includes(name)) && shows(name))
      json[name] = read(model, virtual);
  }
}

function refusal({ constructor: { name } }: ModelInstance): InvalidValueError {
  return new InvalidValueError(`${name}: which virtuals the JSON has is true, false or a list of their names`, {
    model: name,
  });
}
