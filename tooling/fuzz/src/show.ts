import { inspect } from 'node:util';
import type { Program } from './program.js';

/** A program as text for a person who looks for a fault. */
export function showProgram({ schema, heard, steps }: Program): string {
  const show = (value: unknown): string => inspect(value, { depth: null, breakLength: 140 });
  return `schema ${show(schema)}\nheard ${heard}\nsteps ${show(steps)}`;
}
