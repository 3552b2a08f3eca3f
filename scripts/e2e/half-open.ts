/**
 * A cable between the relay and a stand-in that can be cut half-open: connections stay, but nothing comes through any more and nobody is told. So it is when a firewall
 * forgets a connection or a machine vanishes: only the time limit of a call ends it.
 */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

interface Connection {
  relay: Socket;
  standIn: Socket;
  /** What the relay sends still arrives; what is answered does not. */
  deaf: boolean;
  /** Nothing arrives at all. */
  dead: boolean;
}

export class Cable {
  readonly port: number;
  private readonly server: Server;
  private readonly connections: Set<Connection>;

  private constructor(server: Server, connections: Set<Connection>) {
    this.server = server;
    this.connections = connections;
    this.port = (server.address() as AddressInfo).port;
  }

  /** @param port Of the stand-in, on this machine. */
  static async to(port: number): Promise<Cable> {
    const connections = new Set<Connection>();
    const server = createServer((relay) => join(connections, relay, connect(port, '127.0.0.1')));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Cable(server, connections);
  }

  /**
   * Cuts every connection that there is; those made later work.
   * @param answersOnly What is under way is still carried out there, and nobody hears of it.
   * @returns How many were cut.
   */
  cut(answersOnly: boolean): number {
    const whole = [...this.connections].filter(({ deaf, dead }) => !deaf && !dead);
    for (const connection of whole) {
      connection.deaf = true;
      connection.dead = !answersOnly;
    }
    return whole.length;
  }

  async close(): Promise<void> {
    for (const { relay, standIn } of this.connections) {
      relay.destroy();
      standIn.destroy();
    }
    await new Promise((resolve) => this.server.close(resolve));
  }
}

function join(connections: Set<Connection>, relay: Socket, standIn: Socket): void {
  const connection: Connection = { relay, standIn, deaf: false, dead: false };
  connections.add(connection);
  relay.on('data', (chunk) => {
    if (!connection.dead) standIn.write(chunk);
  });
  standIn.on('data', (chunk) => {
    if (!connection.deaf) relay.write(chunk);
  });
  // Whoever gives up is done with it; the other side of a cut cable never hears of that.
  relay.on('close', () => {
    connections.delete(connection);
    standIn.destroy();
  });
  standIn.on('close', () => {
    if (!connection.deaf) relay.destroy();
  });
  // Resets are followed by `close`.
  relay.on('error', () => undefined);
  standIn.on('error', () => undefined);
}
