import { VERSION } from '../src/index.js';
import manifest from '../package.json' with { type: 'json' };

test('VERSION is the version that is published', () => {
  expect(VERSION).toBe(manifest.version);
});
