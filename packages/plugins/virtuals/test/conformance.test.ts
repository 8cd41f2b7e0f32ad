import { pluginConformance } from '@shelf/plugin-conformance';
import { relations } from '@shelf/relations';
import { virtuals } from '../src/index.js';

pluginConformance(() => [relations(), virtuals()]);
