import { pluginConformance } from '@shelf/plugin-conformance';
import { relations } from '@shelf/relations';
import { exec } from '../src/index.js';

pluginConformance(() => [relations(), exec()]);
