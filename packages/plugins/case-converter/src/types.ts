/** Options of the plugin, and of a class that has functions of its own: what databases and models call the same thing. */
export interface CaseConverterOptions {
  /** Makes the attribute's name of a column's; leaves one that is an attribute's already as it is. `camelCase` when left out. */
  attribute?: ((column: string) => string) | undefined;
  /** Makes the column's name of an attribute's, where no table says it. `snakeCase` when left out. */
  column?: ((attribute: string) => string) | undefined;
}

/** What a class says: `false` that its attributes are called as its columns are, or functions of its own. */
export type CaseConverter = boolean | (CaseConverterOptions & object);

type Lower =
  | 'a'
  | 'b'
  | 'c'
  | 'd'
  | 'e'
  | 'f'
  | 'g'
  | 'h'
  | 'i'
  | 'j'
  | 'k'
  | 'l'
  | 'm'
  | 'n'
  | 'o'
  | 'p'
  | 'q'
  | 'r'
  | 's'
  | 't'
  | 'u'
  | 'v'
  | 'w'
  | 'x'
  | 'y'
  | 'z';
type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';

/** The name that `camelCase` makes of a column's. */
export type CamelCase<Column extends string> = string extends Column ? string : Camel<Column, '', ''>;

/** Goes through a name letter by letter; `Before` is the letter of the column before those that are left. */
type Camel<
  Left extends string,
  Done extends string,
  Before extends string,
> = Left extends `_${infer Next extends Lower}${infer Rest}`
  ? Before extends Lower | Digit
    ? Camel<Rest, `${Done}${Uppercase<Next>}`, Next>
    : Camel<`${Next}${Rest}`, `${Done}_`, '_'>
  : Left extends `${infer First}${infer Rest}`
    ? Camel<Rest, `${Done}${First}`, First>
    : Done;

/**
 * The row of a model whose columns are typed as the database calls them.
 *
 * @example
 * class User extends db.Model<CamelCased<Database['users']>> {}
 */
export type CamelCased<Row> = { [K in keyof Row as K extends string ? CamelCase<K> : K]: Row[K] };

declare module '@shelf/core' {
  interface Model<Row> {
    /** Whether the attributes are the columns in camelCase, or by which functions they are called. In class form a static. */
    caseConverter?: CaseConverter;
  }
  interface ModelStatics {
    /** Whether attributes are the columns in camelCase, or by which functions they are called. For models in class form. */
    caseConverter?: CaseConverter;
  }
  interface Hooks<M> {
    /** Whether attributes are the columns in camelCase, or by which functions they are called. */
    caseConverter?: CaseConverter;
  }
}
