// Tests import workspace packages by name without a build: the exports condition "source" leads to their src.
module.exports = {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // No test measures time; a busy machine may take its own.
  testTimeout: 60_000,
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  // Sources import './name.js', as ESM wants; on disk it is name.ts.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '\\.ts$': [
      require.resolve('@swc/jest'),
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
};
