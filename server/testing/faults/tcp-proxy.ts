import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';
import type { Random } from '../../cli/sample-data/random.ts';

export type TcpProxy = Awaited<ReturnType<typeof startProxy>>;

/** Forwards TCP to the server's current port and breaks connections on demand. */
export async function startProxy(port: number) {
  let target = port;
  let cuts = 0;
  const connections = new Set<{
    client: Socket;
    upstream: Socket;
    cutInResponse: boolean;
    frozen: boolean;
  }>();

  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    const connection = { client, upstream, cutInResponse: false, frozen: false };
    connections.add(connection);
    const closeBoth = () => {
      connections.delete(connection);
      client.destroy();
      upstream.destroy();
    };
    for (const side of [client, upstream]) side.on('error', closeBoth).on('close', closeBoth);
    client.on('data', (bytes) => upstream.write(bytes));
    upstream.on('data', (bytes) => {
      if (!connection.cutInResponse) return void client.write(bytes);
      // Forward half of the chunk, then close the connection.
      upstream.pause();
      client.write(bytes.subarray(0, bytes.length / 2), closeBoth);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get cuts() {
      return cuts;
    },
    /** Forwards new connections to this port, after the server has restarted on it. */
    setServerPort: (newPort: number) => {
      target = newPort;
    },
    /** Breaks each connection with this probability: half of them at once, half in the middle of the next response. */
    cut(random: Random, probability: number) {
      for (const connection of connections) {
        if (!random.chance(probability)) continue;
        cuts += 1;
        if (random.chance(0.5)) connection.cutInResponse = true;
        else connection.client.destroy();
      }
    },
    /** Stops forwarding on all connections without closing them (half-open connections). */
    freeze() {
      for (const connection of connections) {
        connection.frozen = true;
        connection.client.pause();
        connection.upstream.pause();
      }
    },
    /** Resumes frozen connections and cancels pending cuts. */
    restore() {
      for (const connection of connections) {
        connection.cutInResponse = false;
        if (!connection.frozen) continue;
        connection.frozen = false;
        connection.client.resume();
        connection.upstream.resume();
      }
    },
    async close() {
      for (const { client } of connections) client.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
