import { serverSuite } from '@shelf/conformance/servers';
import { startProxy, useMysql } from '@shelf-tooling/servers';
import { mysql } from '../src/index.js';
import { optionsIn } from '../src/url.js';

const databases = useMysql();

serverSuite({
  database: () => databases.make(),
  dialect: (url, settings) => mysql({ ...optionsIn(url), ...settings }),
  startProxy,
  begin: 'begin',
  slow: 'sleep(60) = 0',
});
