/** What a URL says, in words that Shelf and mysql2 share. */
export function mysqlServer(address: string) {
  const { hostname, port, username, password, pathname } = new URL(address);
  return {
    host: hostname,
    port: Number(port || 3306),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
  };
}

/** The same for mysql2, which shall take instants as UTC. */
export function mysqlConnection(address: string) {
  return { ...mysqlServer(address), timezone: 'Z' };
}
