// All tests of types: on both compilers, from the sources and from the emitted declarations.
import { join } from 'node:path';
import { testTypes } from '@shelf-tooling/typescript/type-tests/run.mjs';

const caseConverter = join(import.meta.dirname, '../..');
testTypes(import.meta.dirname, { packages: [join(caseConverter, '../../core'), caseConverter] });
