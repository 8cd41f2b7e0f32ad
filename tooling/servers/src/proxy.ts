import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What stands between clients and servers, as a balancer, a firewall or a broken line does. */
export interface Proxy {
  /** The URL of the server, or of the first, through the proxy. */
  readonly url: string;
  /** From now on nothing passes on the connections that there are, and nobody is told; new ones are as they were. */
  hang(): void;
  /** Breaks all connections, and takes no more. */
  stop(): Promise<void>;
}

/** What is done to the bytes that pass: what goes on in their place, or undefined to break the connection. */
export interface Tampering {
  readonly fromClient?: (bytes: Buffer) => Buffer | undefined;
  readonly fromServer?: (bytes: Buffer) => Buffer | undefined;
}

/**
 * Starts a proxy before a server; before several, it hands one connection to each in turn, as a balancer does.
 *
 * @param servers the URLs of the servers
 * @param tampering what is done to the bytes that pass
 */
export async function startProxy(servers: readonly string[], tampering: Tampering = {}): Promise<Proxy> {
  const sockets = new Set<Socket>();
  let hung = new Set<Socket>();
  let connections = 0;
  const relay = (from: Socket, to: Socket, change: (bytes: Buffer) => Buffer | undefined): void => {
    sockets.add(from);
    from.on('end', () => {
      if (!hung.has(from)) to.end();
    });
    from.on('data', (bytes) => {
      if (hung.has(from)) return;
      const passing = change(bytes);
      if (passing === undefined) from.destroy();
      else to.write(passing);
    });
    // What has gone wrong is told by `close`.
    from.on('error', () => undefined);
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
  };
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const { hostname, port } = new URL(servers[connections++ % servers.length] as string);
    const upstream = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
    relay(client, upstream, tampering.fromClient ?? passed);
    relay(upstream, client, tampering.fromServer ?? passed);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = new URL(servers[0] as string);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    hang() {
      hung = new Set(sockets);
    },
    stop() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function passed(bytes: Buffer): Buffer {
  return bytes;
}
