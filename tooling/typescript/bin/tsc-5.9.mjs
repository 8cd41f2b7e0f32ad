#!/usr/bin/env node
// TypeScript 5.9, beside the native compiler that everything else here uses: it checks the sources, which are what users compile against.
process.argv.push('-p', 'tsconfig.build.json', '--noEmit', '--customConditions', 'source');
await import('typescript-5.9/lib/tsc.js');
