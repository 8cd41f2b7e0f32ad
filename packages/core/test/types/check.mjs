// All tests of types: on both compilers, from the sources and from the emitted declarations.
import { join } from 'node:path';
import { testTypes } from '@shelf-tooling/typescript/type-tests/run.mjs';

testTypes(import.meta.dirname, {
  packages: [join(import.meta.dirname, '../..')],
  alone: ['model.ts', 'statics.ts', 'collection.ts', 'pages.ts', 'events.ts', 'constructors.ts', 'keys.ts'],
});
