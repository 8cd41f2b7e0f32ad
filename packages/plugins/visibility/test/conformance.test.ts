import { pluginConformance } from '@shelf/plugin-conformance';
import { relations } from '@shelf/relations';
import { visibility } from '../src/index.js';

pluginConformance(() => [visibility(), relations()]);
