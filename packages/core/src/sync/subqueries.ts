import type { Knex } from 'knex';
import { clausesOf, type Clause } from './clauses.js';

/** Narrows a builder that a model has handed out to what its scopes leave; in an object, since a builder is a promise that would be run. */
type Narrow = () => Promise<{ readonly builder: Knex.QueryBuilder }>;

const handedOut = new WeakMap<object, Narrow>();

/** Remembers how a builder that a model hands out is narrowed where it is a subquery. */
export function rememberSubquery(builder: Knex.QueryBuilder, narrow: Narrow): void {
  handedOut.set(builder, narrow);
}

/**
 * Narrows the builders of models that stand in a query's clauses, so that scopes may take their time. In groups of conditions and in raw
 * SQL they are narrowed at once, when knex compiles them. Waits only where there are some.
 */
export function narrowSubqueries(builder: Knex.QueryBuilder): Promise<void> | undefined {
  const single = (builder as unknown as { readonly _single: { table?: unknown } })._single;
  if (!isHandedOut(single.table) && !clausesOf(builder).some(holdsOne)) return undefined;
  return (async () => {
    if (isHandedOut(single.table)) single.table = (await narrowed(single.table)).value;
    const clauses = clausesOf(builder);
    for (const [i, clause] of clauses.entries()) if (holdsOne(clause)) clauses[i] = await narrowedClause(clause);
  })();
}

function isHandedOut(value: unknown): value is object {
  return typeof value === 'object' && value !== null && handedOut.has(value);
}

function holdsOne(clause: Clause): boolean {
  return Object.values(clause).some((value) => isHandedOut(value) || (Array.isArray(value) && value.some(isHandedOut)));
}

async function narrowedClause(clause: Clause): Promise<Clause> {
  // A join has methods and a type of its own.
  const copy: Clause & Record<string, unknown> = Object.assign(
    Object.create(Object.getPrototypeOf(clause) as object) as Record<string, unknown>,
    clause,
  );
  for (const [name, value] of Object.entries(clause)) {
    if (!Array.isArray(value)) copy[name] = (await narrowed(value)).value;
    else copy[name] = (await Promise.all(value.map(narrowed))).map((each) => each.value);
  }
  return copy;
}

/** In an object, for the same reason. */
async function narrowed(value: unknown): Promise<{ readonly value: unknown }> {
  const narrow = isHandedOut(value) ? handedOut.get(value) : undefined;
  return { value: narrow === undefined ? value : (await narrow()).builder };
}
