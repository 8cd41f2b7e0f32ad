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
  const database = decoded('database', pathname.slice(1));
  return {
    ...(hostname === '' ? {} : { host: decoded('host', hostname).replace(/^\[(.*)\]$/, '$1') }),
    ...(port === '' ? {} : { port: Number(port) }),
    ...(username === '' ? {} : { user: decoded('user', username) }),
    ...(password === '' ? {} : { password: decoded('password', password) }),
    ...(database === '' ? {} : { database }),
    ...Object.fromEntries([...searchParams].map(([name, value]) => [name, valueIn(value)])),
  };
}

/** The text of a part of a URL; what it is is not shown, since it may be a password. */
function decoded(part: string, text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw new InvalidValueError(
      `mysql(url): in the ${part} a '%' begins no escape; write a '%' itself as '%25', or encode the ${part} with encodeURIComponent`,
      { cause },
    );
  }
}

/** `true`, `5`, `{"rejectUnauthorized":false}` are what they look like; all else is text. */
function valueIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
