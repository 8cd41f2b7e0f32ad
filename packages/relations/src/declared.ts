import { types } from 'node:util';
import { InvalidRelationError } from '@shelf/core';
import type { ModelInstance } from '@shelf/core/inside';
import * as kinds from './kinds/index.js';

/** A method of a model's class that declares a relation. */
export type DeclaringMethod = (this: ModelInstance) => unknown;

/**
 * The method that declares a relation of that name; undefined where there is none. A name may come from a request, and so nothing is
 * called, and no getter read, to find out: a relation is what `static relations` lists, and what is seen to declare one.
 */
export function declaringMethod(model: ModelInstance, name: string): DeclaringMethod | undefined {
  const methods = methodsNamed(model, name);
  const [method] = methods;
  if (method === undefined || reading(method).asynchronous) return undefined;
  return isListed(model, name) || declares(methods, name) ? method : undefined;
}

/** The names of a model's relations, for messages. */
export function relationNames(model: ModelInstance): string[] {
  const places = placesOf(model);
  const names = [...places.flatMap((place) => Object.getOwnPropertyNames(place)), ...places.flatMap(listedBy)];
  return [...new Set(names)].filter((name) => declaringMethod(model, name) !== undefined);
}

/** What a message says of a name that might have been meant to be a relation's; undefined where there is nothing of that name. */
export function adviceOn(model: ModelInstance, name: string): string | undefined {
  const [method] = methodsNamed(model, name);
  if (method === undefined)
    return isListed(model, name) ? `\`static relations\` lists '${name}', but there is no such method` : undefined;
  if (reading(method).asynchronous) return `${name}() is asynchronous, and what declares a relation is not`;
  return `${name}() is not called, since it is not seen to declare one: if it does, list it, static relations = ['${name}']`;
}

/** Where a model's own members are: on itself, and on the classes up to that of every model, whose methods are no relations. */
function placesOf(model: ModelInstance): object[] {
  const base = model.shelf.Model.prototype as object;
  const places: object[] = [];
  for (let place: object | null = model; place !== null && place !== base;)
    place = Object.getPrototypeOf(places[places.push(place) - 1]) as object | null;
  return places;
}

type Method = (...args: never[]) => unknown;

/** The methods of that name, the nearest first: those that one may call by `super` follow it. */
function methodsNamed(model: ModelInstance, name: string): Method[] {
  if (name in model.shelf.Model.prototype) return [];
  const methods: Method[] = [];
  for (const place of placesOf(model)) {
    const member = Object.getOwnPropertyDescriptor(place, name);
    if (member === undefined) continue;
    if (typeof member.value !== 'function') break;
    methods.push(member.value as Method);
  }
  return methods;
}

const lists = new WeakMap<object, readonly string[]>();
const NONE: readonly string[] = Object.freeze([]);

/** What the class of a prototype lists itself, read once for each class. */
function listedBy(place: object): readonly string[] {
  const known = lists.get(place);
  if (known !== undefined) return known;
  const Class: unknown = Object.getOwnPropertyDescriptor(place, 'constructor')?.value;
  const list: unknown =
    typeof Class === 'function' && Object.hasOwn(Class, 'relations')
      ? (Class as { readonly relations?: unknown }).relations
      : undefined;
  if (list !== undefined && !(Array.isArray(list) && list.every((name) => typeof name === 'string'))) {
    const { name } = Class as { readonly name: string };
    throw new InvalidRelationError(`${name}: \`static relations\` is a list of names of methods`, { model: name });
  }
  lists.set(place, list ?? NONE);
  return list ?? NONE;
}

function isListed(model: ModelInstance, name: string): boolean {
  return placesOf(model).some((place) => place !== model && listedBy(place).includes(name));
}

/** Whether a method takes no arguments and calls one of the kinds in its own source, or the method that it overrides, which does. */
function declares(methods: readonly Method[], name: string): boolean {
  for (const method of methods) {
    const { asynchronous, callsKind, supers } = reading(method);
    if (asynchronous || method.length > 0) return false;
    if (callsKind) return true;
    if (!supers.includes(name)) return false;
  }
  return false;
}

/** What the source of a method shows. That of bound functions, of wrappers and of bytecode shows nothing. */
interface Reading {
  readonly asynchronous: boolean;
  readonly callsKind: boolean;
  /** The names of the methods that it calls by `super`. */
  readonly supers: readonly string[];
}

const readings = new WeakMap<Method, Reading>();
const { toString } = Function.prototype;

/** Reads a method's source, once. */
function reading(method: Method): Reading {
  let known = readings.get(method);
  if (known === undefined) {
    const source = toString.call(method).replaceAll(COMMENT_OR_TEXT, withoutText);
    known = {
      asynchronous: types.isAsyncFunction(method) || types.isGeneratorFunction(method) || ASYNCHRONOUS.test(source),
      callsKind: CALL_OF_KIND.test(source),
      supers: [...source.matchAll(SUPER)].map(([, name, quoted]) => name ?? quoted ?? ''),
    };
    readings.set(method, known);
  }
  return known;
}

const COMMENT_OR_TEXT =
  /\/\*[\s\S]*?\*\/|\/\/[^\n\r]*|'(?:\\[\s\S]|[^'\\\n])*'|"(?:\\[\s\S]|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`/g;

/** Texts may hold anything; one that is a single name may be the name of a member, `this['hasMany']`. */
function withoutText(text: string): string {
  if (text.startsWith('/')) return ' ';
  return /^.[\p{L}_$][\p{L}\p{N}_$]*.$/u.test(text) ? text : "''";
}

/** `this.hasMany(…)`, `this?.['hasMany']?.(…)`, `hasMany.call(this, …)`. */
const CALL_OF_KIND = new RegExp(
  `(?<![\\w$])(?:${Object.keys(kinds).join('|')})(?![\\w$])(?:['"\`]\\s*\\])?\\s*(?:\\?\\.)?\\s*(?:\\(|\\.\\s*(?:call|apply|bind)\\b)`,
);
const SUPER = /(?<![\w$.])super\s*(?:\.\s*([\p{L}\p{N}_$]+)|\[\s*['"`]([^'"`]+)['"`]\s*\])/gu;
/** A class cannot be called; the others are what compilers make of async functions and generators. */
const ASYNCHRONOUS =
  /^class\b|(?<![\w$])(?:__awaiter|__async|__generator|_?async_?to_?generator|regeneratorRuntime)\b/i;
