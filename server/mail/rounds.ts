// Looks at every mailbox about once a minute: what a live page has shown is noted as seen, what has waited with nobody
// looking is claimed in the journal and then mailed. Claimed before it is sent, so that no node and no restart sends it
// again; a node that dies in between loses that mail, and the notices stand in the room. Never on anybody's path.

import type { MailboxState } from '../../shared/mail/types.ts';
import type { RoomState } from '../../shared/room/types.ts';
import type { Hosts } from '../host/types.ts';
import type { CancelTimer, Chance, Clock, Journal, Log, Timers } from '../ports.ts';
import type { Outbox } from './outbox.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { MAILBOXES, mailboxOf, roomStream, sheetStream } from '../../shared/kernel/ids.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import { digestOf } from '../../shared/mail/digest.ts';
import { digestLetter } from './letters.ts';
import { noticesFor, readableSheets } from './seat-notices.ts';

export const ROUND_MS = 60_000;
/** A mailbox whose room and sheets have not grown is looked at this often: some things come by time alone. */
const STILL_MS = 4 * 60_000;
const PAGE = 200;

export interface RoundsDeps {
  readonly hosts: Hosts;
  readonly journal: Pick<Journal, 'streams' | 'versions'>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly chance: Chance;
  readonly log: Log;
  readonly outbox: Pick<Outbox, 'add'>;
  readonly origin: () => string;
  /** Whether a page of the seat is live, as far as this node hears. */
  readonly isPresent: (roomId: string, seatId: string) => boolean;
}

interface Look {
  readonly versions: string;
  readonly atMs: number;
}

interface Seat {
  readonly roomId: string;
  readonly seatId: string;
}

export class MailRounds {
  readonly #deps: RoundsDeps;
  /** When nothing waited at the last look, by mailbox. */
  readonly #still = new Map<string, Look>();
  #cancel: CancelTimer;
  #round: Promise<void> = Promise.resolve();
  #isNext = false;
  #isClosed = false;

  constructor(deps: RoundsDeps) {
    this.#deps = deps;
    // Nodes that start together look at times of their own.
    const phase = Number.parseInt(deps.chance.hex(2), 16) / 0xffff;
    this.#cancel = this.#after(Math.ceil(ROUND_MS * phase));
  }

  /** Ends after the mailbox in hand. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancel();
    await this.#round;
  }

  #after(waitMs: number): CancelTimer {
    return this.#deps.timers.after(durationMs(waitMs), () => {
      this.#cancel = this.#after(ROUND_MS);
      // A look that takes longer than a round is followed by one more, however many were missed.
      if (this.#isNext) return;
      this.#isNext = true;
      this.#round = this.#round.then(() => this.#begin());
    });
  }

  async #begin(): Promise<void> {
    this.#isNext = false;
    if (this.#isClosed) return;
    await this.#lookAtAll().catch((cause: unknown) => {
      this.#deps.log.warn({ err: cause }, 'mailboxes could not be looked at');
    });
  }

  async #lookAtAll(): Promise<void> {
    const { journal, log } = this.#deps;
    let last = '';
    for (;;) {
      const streams = await journal.streams(MAILBOXES, last, PAGE);
      for (const stream of streams) {
        if (this.#isClosed) return;
        const seat = mailboxOf(stream);
        if (!seat) continue;
        // One that is damaged keeps no other from its mail.
        await this.#look(stream, seat).catch((cause: unknown) => {
          log.warn({ ...seat, err: cause }, 'a mailbox could not be looked at');
        });
      }
      last = streams.at(-1) ?? '';
      if (streams.length < PAGE) return;
    }
  }

  async #look(stream: string, seat: Seat): Promise<void> {
    const { hosts, clock } = this.#deps;
    const { state: box } = await hosts.mailbox(seat.roomId, seat.seatId).current();
    if (box.address === null) return;
    const { state: room } = await hosts.room(seat.roomId).current();
    const place = room.seats[seat.seatId];
    if (!place || place.isRevoked) return;
    const nowMs = clock.now();
    const versions = await this.#versionsOf(room, seat);
    const still = this.#still.get(stream);
    if (still?.versions === versions && nowMs - still.atMs < STILL_MS) return;
    const isWaiting = await this.#tell(seat, { box, room });
    if (isWaiting) this.#still.delete(stream);
    else this.#still.set(stream, { versions, atMs: nowMs });
  }

  /** Answers whether something still waits to be told. */
  async #tell(
    seat: Seat,
    { box, room }: { readonly box: MailboxState; readonly room: RoomState },
  ): Promise<boolean> {
    const { hosts, clock, chance, outbox, origin, isPresent } = this.#deps;
    const { roomId, seatId } = seat;
    const nowMs = clock.now();
    const notices = await noticesFor(hosts, { room, seatId }, nowMs);
    const digest = digestOf(notices, box, nowMs);
    if (!digest || box.address === null) return false;
    const mailbox = hosts.mailbox(roomId, seatId);
    const { upToMs, kinds, isDue } = digest;
    if (isPresent(roomId, seatId)) {
      await mailbox.submit(chance.id(), SYSTEM, { type: 'SeeMail', upToMs });
      return false;
    }
    if (!isDue) return true;
    const id = chance.id();
    const claim = { type: 'ClaimMail', sinceMs: box.toldUpToMs, upToMs } as const;
    const claimed = await mailbox.submit(id, SYSTEM, claim);
    if (!claimed.ok) return true;
    const letter = { origin: origin(), roomId, seatId, roomTitle: room.title };
    outbox.add(digestLetter(letter, { id, to: box.address, kinds }));
    return false;
  }

  async #versionsOf(room: RoomState, { roomId, seatId }: Seat): Promise<string> {
    const sheets = readableSheets(room, seatId).map(sheetStream);
    const versions = await this.#deps.journal.versions([roomStream(roomId), ...sheets]);
    return versions.join(' ');
  }
}
