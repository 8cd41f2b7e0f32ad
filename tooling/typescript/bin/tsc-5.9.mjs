#!/usr/bin/env node
// TypeScript 5.9, beside the native compiler that everything else here uses.
import 'typescript-5.9/lib/tsc.js';
