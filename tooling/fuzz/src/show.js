import { inspect } from 'node:util';
/** A program as text for a person who looks for a fault. */
export function showProgram({ schema, heard, steps }) {
    const show = (value) => inspect(value, { depth: null, breakLength: 140 });
    return `schema ${show(schema)}\nheard ${heard}\nsteps ${show(steps)}`;
}
