// Lint rules, and in `layers` the plan of the house: who may import whom. Arrows point down only.

/** The lists name what a layer's files may import from the workspace; its own package may always be named. */
const layers = [
  { files: 'packages/core/**', may: ['core'] },
  { files: 'packages/relations/**', may: ['core', 'relations'] },
  { files: 'packages/plugins/*/**', may: ['core', 'relations'] },
  { files: 'packages/dialects/*/**', may: ['core'], drivers: true },
  // A dialect's tests run the shared suites; those of relations and plugins need some database to run on.
  { files: 'packages/dialects/*/test/**', may: ['core', 'conformance'], drivers: true },
  { files: 'packages/relations/test/**', may: ['core', 'relations', 'conformance', 'sqlite', 'mysql', 'pg-hstore'] },
  { files: 'packages/plugins/*/test/**', may: ['*'] },
  { files: 'tooling/**', may: ['*'] },
  // It asks the servers themselves whether they answer.
  { files: 'tooling/servers/**', may: [], drivers: true },
  { files: '{examples,docs}/**', may: ['*', '!conformance'] },
  // The benchmarks compare with the drivers themselves.
  { files: 'benchmarks/**', may: ['*', '!conformance'], drivers: true },
];

const drivers = {
  group: ['sqlite3', 'better-sqlite3', 'mysql2', 'mysql2/*', 'pg', 'pg-*'],
  message: 'Drivers belong to packages/dialects alone; ask the dialect.',
};

const insides = [
  {
    group: ['@shelf/*/src', '@shelf/*/src/**', '@shelf/*/dist', '@shelf/*/dist/**', '@shelf/*/test/**'],
    message: 'Import a package by its name; nobody reaches into its folders.',
  },
  {
    regex: '^(\\.\\./)+[\\w-]+/(.*/)?(src|dist|test)(/|$)',
    message: 'Import another package by its published name, never by its path.',
  },
];

const boundaries = layers.map(({ files, may, drivers: own = false }) => {
  const layer = {
    group: ['@shelf/*', '@shelf/*/**', ...may.flatMap(allow)],
    message: `${files} may import from the workspace: ${may.join(', ')}.`,
  };
  return {
    files: [files],
    rules: { 'no-restricted-imports': ['error', { patterns: [layer, ...insides, ...(own ? [] : [drivers])] }] },
  };
});

function allow(name) {
  return name.startsWith('!') ? [`@shelf/${name.slice(1)}`] : [`!@shelf/${name}`, `!@shelf/${name}/*`];
}

export default {
  plugins: ['typescript', 'import', 'unicorn', 'oxc', 'promise', 'jest', 'node'],
  categories: { correctness: 'error', suspicious: 'error', perf: 'error' },
  ignorePatterns: ['**/dist/**'],
  rules: {
    // `!= null` asks for null and undefined at once.
    eqeqeq: ['error', 'always', { null: 'ignore' }],
    // Interfaces that plugins merge into repeat the type parameters, used or not.
    'no-unused-vars': ['error', { varsIgnorePattern: '^([A-Z]|_.*)$', argsIgnorePattern: '^_' }],
    'no-var': 'error',
    'prefer-const': 'error',
    'import/no-cycle': ['error', { ignoreTypes: false }],
    'typescript/consistent-type-imports': ['error', { disallowTypeAnnotations: true }],
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-import-type-side-effects': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/return-await': 'error',
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],

    // Queries of one connection run in sequence.
    'no-await-in-loop': 'off',
    // Backbone's own names (_byId, _events) begin with one.
    'no-underscore-dangle': 'off',
    // Rows, keys and knex's types are narrowed by assertion at the seams.
    'typescript/no-unsafe-type-assertion': 'off',
    // Plugins add their types by merging, and are imported for that alone.
    'typescript/no-unsafe-declaration-merging': 'off',
    'import/no-unassigned-import': 'off',
    // A type parameter that stands once still carries a literal from caller to result.
    'typescript/no-unnecessary-type-parameters': 'off',
    // Names that exist, or any string: editors complete the first.
    'typescript/no-redundant-type-constituents': 'off',
    // An interface that plugins fill is empty to begin with.
    'typescript/no-generated-empty-object-type': 'off',
    // `extend` is a function whose `this` is the class; knex's methods are wrapped by taking them off and calling them back.
    'oxc/no-this-in-exported-function': 'off',
    'typescript/no-this-alias': 'off',
    'typescript/unbound-method': 'off',
    // Hot paths make, sort and reverse arrays of their own in place.
    'unicorn/no-array-reverse': 'off',
    'unicorn/no-array-sort': 'off',
    'unicorn/no-new-array': 'off',
    'unicorn/consistent-function-scoping': 'off',
    'promise/always-return': 'off',
  },
  overrides: [
    ...boundaries,
    {
      // Its files are suites: they hold tests and export them.
      files: ['tooling/conformance/**'],
      rules: { 'jest/no-export': 'off' },
    },
    {
      // A test that trips over an absent row fails, as it should.
      files: ['**/test/**', 'tooling/conformance/**'],
      rules: { 'typescript/no-non-null-assertion': 'off' },
    },
    {
      // The stack of an error reaches its caller through what is awaited; a promise that is returned leads nowhere.
      files: ['packages/*/src/**', 'packages/*/*/src/**', '**/stacks.ts', '**/stacks.test.ts'],
      rules: { 'typescript/return-await': ['error', 'always'] },
    },
    {
      // Tests of types are compiled, never run: their statements and names exist to be checked.
      files: ['packages/**/test/types/**'],
      rules: {
        'import/no-empty-named-blocks': 'off',
        'no-new': 'off',
        'no-unused-expressions': 'off',
        'no-unused-vars': 'off',
        'typescript/consistent-type-imports': 'off',
        'typescript/no-explicit-any': 'off',
        'typescript/no-floating-promises': 'off',
        'typescript/no-import-type-side-effects': 'off',
        'typescript/no-unnecessary-type-arguments': 'off',
        'unicorn/require-module-specifiers': 'off',
      },
    },
    {
      // Types that cannot be written without `any`: each file says why.
      files: [],
      rules: { 'typescript/no-explicit-any': 'off' },
    },
  ],
};
