import { pluginConformance } from '@shelf/plugin-conformance';
import { relations } from '@shelf/relations';
import { softDelete } from '../src/index.js';

pluginConformance(() => [relations(), softDelete()]);
