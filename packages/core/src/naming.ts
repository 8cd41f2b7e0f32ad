import { keyNames, type IdAttribute } from './key.js';

/** Two functions that say what databases and models call the same thing. */
export interface NamePair {
  /** The attribute that stands for a column; what is an attribute's name already it leaves as it is. */
  attribute(column: string): string;
  /** The column that an attribute stands for, asked where no table says so; what is a column's name already it leaves as it is. */
  column(attribute: string): string;
}

/** Generated names must not fill the memory. */
const MOST_NAMES = 1000;

/** What a model class calls the columns of its table, where it calls them otherwise than the database; a name is worked out once. */
export class Naming {
  private readonly attributes = new Map<string, string>();
  private readonly columns = new Map<string, string>();
  private readonly lists = new WeakMap<readonly string[], readonly string[]>();
  private readonly pair: NamePair;

  constructor(pair: NamePair) {
    this.pair = pair;
  }

  attribute(column: string): string {
    return this.attributes.get(column) ?? remember(this.attributes, column, this.pair.attribute(column));
  }

  column(attribute: string): string {
    return this.columns.get(attribute) ?? remember(this.columns, attribute, this.pair.column(attribute));
  }

  /** The attributes that stand for a list of columns, which is not changed afterwards. */
  attributesOf(columns: readonly string[]): readonly string[] {
    let names = this.lists.get(columns);
    if (names === undefined)
      this.lists.set(columns, (names = Object.freeze(columns.map((each) => this.attribute(each)))));
    return names;
  }
}

function remember(names: Map<string, string>, name: string, other: string): string {
  if (names.size >= MOST_NAMES) names.clear();
  names.set(name, other);
  return other;
}

/** A class, a model or a collection, with what it calls its key. */
interface Keyed {
  readonly idAttribute: IdAttribute;
  readonly _naming: Naming | undefined;
}

/** The names of the key's parts: one for a single key, several for a composite one; as attributes where the class renames columns. */
export function keyColumns({ idAttribute, _naming: naming }: Keyed): readonly string[] {
  const names = keyNames(idAttribute);
  return naming === undefined ? names : naming.attributesOf(names);
}

/** What a class calls a column, whichever of its names is given. */
export function attributeFor({ _naming: naming }: { readonly _naming: Naming | undefined }, column: string): string {
  return naming === undefined ? column : naming.attribute(column);
}
