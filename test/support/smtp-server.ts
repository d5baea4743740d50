// A mail server on loopback that keeps what it is given, and can be busy, refuse, or lose the line where it hurts.

import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';

export interface KeptLetter {
  readonly from: string;
  readonly to: string;
  /** Headers and text as they came, with quoted-printable undone. */
  readonly content: string;
}

/**
 * `takes` all. `busy`: says "later" to every recipient. `refuses` every recipient for good. `cuts`: takes a letter whole
 * and loses the line instead of answering.
 */
export type SmtpMood = 'takes' | 'busy' | 'refuses' | 'cuts';

export interface SmtpServer {
  readonly port: number;
  readonly letters: readonly KeptLetter[];
  /** Recipients that were named, taken or not. */
  readonly asked: readonly string[];
  mood: SmtpMood;
  close(): Promise<void>;
}

const plain = (content: string): string =>
  content
    .replace(/=\r\n/g, '')
    .replace(/((?:=[0-9A-F]{2})+)/g, (bytes) =>
      Buffer.from(bytes.replaceAll('=', ''), 'hex').toString('utf8'),
    );

const inBrackets = (line: string): string => /<([^>]*)>/.exec(line)?.[1] ?? '';

const RECIPIENT: Readonly<Record<SmtpMood, string>> = {
  takes: '250 ok',
  cuts: '250 ok',
  busy: '450 later',
  refuses: '550 nobody here',
};

class Conversation {
  readonly #socket: Socket;
  readonly #server: { mood: SmtpMood; letters: KeptLetter[]; asked: string[] };
  #waiting = '';
  #from = '';
  #to = '';
  #isData = false;

  constructor(socket: Socket, server: { mood: SmtpMood; letters: KeptLetter[]; asked: string[] }) {
    this.#socket = socket;
    this.#server = server;
    this.#say('220 test');
    socket.on('data', (chunk) => {
      this.#waiting += chunk.toString('latin1');
      this.#read();
    });
    socket.on('error', () => undefined);
  }

  #say(line: string): void {
    this.#socket.write(`${line}\r\n`);
  }

  #read(): void {
    for (;;) {
      const end = this.#isData ? '\r\n.\r\n' : '\r\n';
      const place = this.#waiting.indexOf(end);
      if (place < 0) return;
      const text = this.#waiting.slice(0, place);
      this.#waiting = this.#waiting.slice(place + end.length);
      if (this.#isData) this.#letter(text);
      else this.#command(text);
    }
  }

  #letter(content: string): void {
    const { mood, letters } = this.#server;
    this.#isData = false;
    letters.push({ from: this.#from, to: this.#to, content: plain(content) });
    if (mood === 'cuts') this.#socket.destroy();
    else this.#say('250 taken');
  }

  #command(line: string): void {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'MAIL') this.#from = inBrackets(line);
    if (verb === 'RCPT') {
      this.#to = inBrackets(line);
      this.#server.asked.push(this.#to);
      this.#say(RECIPIENT[this.#server.mood]);
    } else if (verb === 'DATA') {
      this.#isData = true;
      this.#say('354 go on');
    } else if (verb === 'QUIT') {
      this.#say('221 bye');
      this.#socket.end();
    } else this.#say('250 ok');
  }
}

/** Starts one on a free port, or on one that is named. */
export const startSmtp = async (port = 0): Promise<SmtpServer> => {
  const state = { mood: 'takes' as SmtpMood, letters: [] as KeptLetter[], asked: [] as string[] };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    new Conversation(socket, state);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return Object.assign(state, {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => {
          resolve();
        });
      }),
  });
};
