// HTTP for the mailbox of a seat: its own address for notices, confirmed by a code, what it is told of, and its removal.
// Only the seat itself asks, and even it reads its address in part: others may come to sit there.

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { MailboxCommand, MailboxState } from '../../shared/mail/types.ts';
import type { Answer } from '../../shared/record/receipt.ts';
import type { SeatView } from '../../shared/room/view-types.ts';
import type { GatewayContext } from './context.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { sha256Hex } from '../../shared/kernel/hash.ts';
import { ID_PATTERN } from '../../shared/kernel/ids.ts';
import { MAX_ADDRESS } from '../../shared/mail/mailbox.ts';
import { noticeKindsOf } from '../../shared/notices/notices.ts';
import { NOTICE_KINDS } from '../../shared/notices/types.ts';
import { viewRoom } from '../../shared/room/view.ts';
import { viewerOf } from '../../shared/room/walls.ts';
import { codeLetter } from '../mail/letters.ts';
import { refusal } from './failures.ts';
import { parsed } from './parsed.ts';
import { actorOf } from './rooms-api.ts';

const REQUESTS_A_MINUTE = 60;
const CODE_DIGITS = 8;
const CODE_BYTES = 6;

const kindsSchema = z.array(z.enum(NOTICE_KINDS)).max(NOTICE_KINDS.length);
const roomParams = z.object({ roomId: z.string().regex(ID_PATTERN) });
const askBody = z.strictObject({ address: z.string().max(MAX_ADDRESS), kinds: kindsSchema });
const codeBody = z.strictObject({ code: z.string().regex(/^\d{8}$/) });
const kindsBody = z.strictObject({ kinds: kindsSchema });
const nothing = z.strictObject({});

/** As much of an address as its owner needs to know it by. */
const masked = (address: string): string => {
  const place = address.lastIndexOf('@');
  return `${address.slice(0, 1)}…${address.slice(place)}`;
};

interface Asking {
  readonly roomId: string;
  readonly seat: SeatView;
  readonly roomTitle: string;
}

/** The seat that asks, where it can have mail: a seat that anybody may share has none. */
const asking = async (context: GatewayContext, request: FastifyRequest): Promise<Asking> => {
  const by = await actorOf(context, request);
  if (by.kind !== 'seat') throw refusal('auth/denied');
  const { roomId } = parsed(roomParams, request.params);
  const { state } = await context.hosts.room(roomId).confirmed();
  const seat = viewRoom(state, viewerOf(state, by.seatId)).seats[by.seatId];
  if (!seat) throw refusal('auth/denied');
  return { roomId, seat, roomTitle: state.title };
};

const shown = ({ address, asked, kinds }: MailboxState) => ({
  ...(address !== null && { address: masked(address) }),
  ...(asked && { asked: masked(asked.address), codeUntilMs: asked.expiresAtMs }),
  kinds,
});

/** Digits that nobody can foresee. */
const freshCode = ({ chance }: GatewayContext): string =>
  String(Number.parseInt(chance.hex(CODE_BYTES), 16) % 10 ** CODE_DIGITS).padStart(
    CODE_DIGITS,
    '0',
  );

const hashOf = ({ roomId, seat }: Asking, code: string): string =>
  sha256Hex(`mailbox ${roomId} ${seat.id} ${code}`);

class MailboxDoor {
  readonly #context: GatewayContext;

  constructor(context: GatewayContext) {
    this.#context = context;
  }

  async read(request: FastifyRequest) {
    const who = await asking(this.#context, request);
    if (!this.#isOffered(who)) return { isOffered: false as const };
    const { state } = await this.#context.hosts.mailbox(who.roomId, who.seat.id).current();
    return { isOffered: true as const, ...shown(state) };
  }

  async ask(request: FastifyRequest): Promise<Answer> {
    const who = await this.#owner(request);
    const { address, kinds } = parsed(askBody, request.body);
    const code = freshCode(this.#context);
    const to = address.trim();
    const command = {
      type: 'AskMailbox',
      address: to,
      kinds,
      codeHash: hashOf(who, code),
    } as const;
    const answer = await this.#give(who, command);
    if (!answer.ok) return answer;
    const { origin, chance, mail } = this.#context;
    const place = { origin, roomId: who.roomId, seatId: who.seat.id, roomTitle: who.roomTitle };
    mail?.outbox.add(codeLetter(place, { id: chance.id(), to, code }));
    return answer;
  }

  async confirm(request: FastifyRequest): Promise<Answer> {
    const who = await this.#owner(request);
    const { code } = parsed(codeBody, request.body);
    return this.#give(who, { type: 'ConfirmMailbox', codeHash: hashOf(who, code) });
  }

  async choose(request: FastifyRequest): Promise<Answer> {
    const who = await this.#owner(request);
    return this.#give(who, { type: 'ChooseMail', ...parsed(kindsBody, request.body) });
  }

  async remove(request: FastifyRequest): Promise<Answer> {
    // What was given can be taken back also where mail is no longer sent.
    const who = await asking(this.#context, request);
    parsed(nothing, request.body);
    return this.#give(who, { type: 'RemoveMailbox' });
  }

  async #owner(request: FastifyRequest): Promise<Asking> {
    const who = await asking(this.#context, request);
    if (!this.#isOffered(who))
      throw refusal('not-found', { message: 'Mail is not sent from here.' });
    return who;
  }

  #isOffered({ seat }: Asking): boolean {
    return this.#context.mail !== undefined && seat.role !== 'public';
  }

  /** The answer without a receipt: an address is no part of what is proved to others. */
  async #give({ roomId, seat }: Asking, command: MailboxCommand): Promise<Answer> {
    const { hosts, chance } = this.#context;
    const known = noticeKindsOf(seat);
    const checked =
      'kinds' in command
        ? { ...command, kinds: command.kinds.filter((kind) => known.includes(kind)) }
        : command;
    const answer = await hosts.mailbox(roomId, seat.id).submit(chance.id(), SYSTEM, checked);
    return answer.ok ? { ok: true } : { ok: false, rejection: answer.rejection };
  }
}

/** Routes of a seat's mailbox. */
export const addMailboxRoutes = (app: FastifyInstance, context: GatewayContext): void => {
  const limited = { config: { rateLimit: { max: REQUESTS_A_MINUTE, timeWindow: 60_000 } } };
  const path = '/api/rooms/:roomId/mailbox';
  const door = new MailboxDoor(context);
  app.get(path, limited, async (request, reply) => reply.send(await door.read(request)));
  app.post(path, limited, (request) => door.ask(request));
  app.post(`${path}/confirm`, limited, (request) => door.confirm(request));
  app.post(`${path}/kinds`, limited, (request) => door.choose(request));
  app.post(`${path}/remove`, limited, (request) => door.remove(request));
};
