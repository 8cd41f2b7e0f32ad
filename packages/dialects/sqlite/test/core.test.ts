import { VERSION } from '@shelf/core';
import { coreVersion } from '../src/index.js';

test('the dialect stands on the core of this workspace', () => {
  expect(coreVersion).toBe(VERSION);
});
