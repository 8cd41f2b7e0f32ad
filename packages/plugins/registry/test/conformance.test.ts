import { pluginConformance } from '@shelf/plugin-conformance';
import { relations } from '@shelf/relations';
import { registry } from '../src/index.js';

pluginConformance(() => [relations(), registry()]);
