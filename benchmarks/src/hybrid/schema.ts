// The same badgers in two tables: one has a column for each attribute, the other keeps five of them in an hstore.

export interface Badger {
  id: number;
  name: string;
  email: string;
  colour: string;
  sett: string;
  diet: string;
  mood: string;
  motto: string | null;
}

export const createTables = `
  create extension if not exists hstore;
  create table plain_badgers (
    id integer primary key,
    name text not null,
    email text not null,
    colour text,
    sett text,
    diet text,
    mood text,
    motto text
  );
  create table hybrid_badgers (id integer primary key, name text not null, email text not null, attributes hstore);`;

/** Makes as many badgers as asked, the same ones every time, as rows of both tables. */
export function makeRows(count: number): { plain_badgers: Badger[]; hybrid_badgers: object[] } {
  const plain = Array.from({ length: count }, (_, index) => badger(index));
  return {
    plain_badgers: plain,
    hybrid_badgers: plain.map(({ id, name, email, ...rest }) => ({ id, name, email, attributes: hstore(rest) })),
  };
}

function badger(index: number): Badger {
  return {
    id: index + 1,
    name: `Name of badger ${index}`,
    email: `badger.${index}@example.com`,
    colour: index % 3 === 0 ? 'black' : 'grey',
    sett: `Sett number ${index % 50}`,
    diet: index % 2 === 0 ? 'earthworms' : 'roots, "fruit" and bulbs',
    mood: `as on day ${index % 365}`,
    motto: index % 5 === 0 ? null : `Dig ${index} times`,
  };
}

/** A record as PostgreSQL reads an hstore. */
function hstore(record: Readonly<Record<string, string | null>>): string {
  const quote = (value: string | null) => (value === null ? 'NULL' : `"${value.replaceAll(/["\\]/g, '\\$&')}"`);
  return Object.entries(record)
    .map(([key, value]) => `${quote(key)}=>${quote(value)}`)
    .join(', ');
}
