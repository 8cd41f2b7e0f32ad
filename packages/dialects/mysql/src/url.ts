import { InvalidValueError } from '@shelf/core';

/** The options in a URL such as `mysql://user:password@host:3306/database?bigInts=true`. */
export function optionsIn(text: string): Readonly<Record<string, unknown>> {
  let url: URL;
  try {
    url = new URL(text);
  } catch (cause) {
    throw new InvalidValueError("mysql(url): it is no URL; one is 'mysql://user:password@host:3306/database'", {
      cause,
    });
  }
  if (url.protocol !== 'mysql:' && url.protocol !== 'mariadb:')
    throw new InvalidValueError(
      `mysql(url): the URL begins with 'mysql://' or 'mariadb://', not with '${url.protocol}'`,
    );
  const { hostname, port, username, password, pathname, searchParams } = url;
  const database = decodeURIComponent(pathname.slice(1));
  return {
    ...(hostname === '' ? {} : { host: decodeURIComponent(hostname).replace(/^\[(.*)\]$/, '$1') }),
    ...(port === '' ? {} : { port: Number(port) }),
    ...(username === '' ? {} : { user: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
    ...(database === '' ? {} : { database }),
    ...Object.fromEntries([...searchParams].map(([name, value]) => [name, valueIn(value)])),
  };
}

/** `true`, `5`, `{"rejectUnauthorized":false}` are what they look like; all else is text. */
function valueIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
