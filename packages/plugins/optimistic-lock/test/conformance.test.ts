import { pluginConformance } from '@shelf/plugin-conformance';
import { relations } from '@shelf/relations';
import { optimisticLock } from '../src/index.js';

pluginConformance(() => [relations(), optimisticLock()]);
