// All tests of types: on both compilers, from the sources and from the emitted declarations, and what the types cost.
import { join } from 'node:path';
import { testTypes } from '@shelf-tooling/typescript/type-tests/run.mjs';
import { fits } from './cost.mjs';

const relations = join(import.meta.dirname, '../..');
testTypes(import.meta.dirname, { packages: [join(relations, '../core'), relations], cost: fits });
