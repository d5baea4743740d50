// A TCP connection with a third hand on it: between a node and its server, where a test can keep answers back, let
// nothing through, and cut what is connected.

import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

export class CuttableLink implements AsyncDisposable {
  readonly #server: Server;
  readonly #pairs = new Set<{ near: Socket; far: Socket }>();
  #isHoldingAnswers = false;
  #isStalled = false;

  private constructor(targetPort: number) {
    this.#server = createServer((near) => {
      const far = connect(targetPort, '127.0.0.1');
      const pair = { near, far };
      this.#pairs.add(pair);
      const end = (): void => {
        this.#pairs.delete(pair);
        near.destroy();
        far.destroy();
      };
      for (const socket of [near, far]) socket.on('error', end).on('close', end);
      near.on('data', (bytes) => {
        if (!this.#isStalled) far.write(bytes);
      });
      far.on('data', (bytes) => {
        if (!this.#isStalled && !this.#isHoldingAnswers) near.write(bytes);
      });
    });
  }

  static async to(targetPort: number): Promise<CuttableLink> {
    const link = new CuttableLink(targetPort);
    await new Promise<void>((resolve) => {
      link.#server.listen(0, '127.0.0.1', resolve);
    });
    return link;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** What the server says from now on is lost; what the node says still arrives. */
  loseAnswers(): void {
    this.#isHoldingAnswers = true;
  }

  /** Nothing passes from now on, and nobody is told. */
  stall(): void {
    this.#isStalled = true;
  }

  /** Ends all connections at once; new ones work again. */
  cut(): void {
    this.#isHoldingAnswers = false;
    this.#isStalled = false;
    for (const { near, far } of this.#pairs) {
      near.destroy();
      far.destroy();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
