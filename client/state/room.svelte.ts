// What one seat knows of its room, as runes: the confirmed view, who is here, how the line stands, server time.
// Holds nothing of its own making: what is shown is what the server said last.

import { SvelteMap } from 'svelte/reactivity';
import type { Rejection } from '../../shared/kernel/rejection.ts';
import type { SeatId, SheetId } from '../../shared/kernel/ids.ts';
import type { ProtocolError } from '../../shared/protocol/errors.ts';
import type { Result, Topic, TopicView } from '../../shared/protocol/messages.ts';
import type {
  DraftRedlineMessage,
  RedlineAnswer,
  RedlineMessage,
} from '../../shared/protocol/redline.ts';
import type { SeatCaucusCommand } from '../../shared/protocol/caucus-schemas.ts';
import type { SeatRoomCommand, SeatSheetCommand } from '../../shared/protocol/schemas.ts';
import type { Answer, Receipt } from '../../shared/record/receipt.ts';
import type { RoomView, SeatView } from '../../shared/room/view-types.ts';
import type { CaucusView } from '../../shared/sheet/caucus/types.ts';
import type { SheetView } from '../../shared/sheet/types.ts';
import type {
  Connection,
  ConnectionListener,
  ConnectionState,
  TeamLines,
} from '../net/connection.ts';
import { PROBE_EVERY_MS } from '../net/clock-probe.ts';
import { sentenceFor } from '../words/rejections.ts';
import type { ReceiptBook } from './receipts.svelte.ts';

/** How a command ended: durable, or refused with words for the person who gave it. */
export type Outcome =
  | { readonly ok: true; readonly receipt?: Receipt }
  | {
      readonly ok: false;
      readonly code: string;
      readonly sentence: string;
      readonly refusal: Rejection | ProtocolError;
      readonly receipt?: Receipt;
    };

export interface RoomSessionOptions {
  readonly roomId: string;
  readonly seatId: SeatId;
  readonly receipts: ReceiptBook;
  /** `connectSeat` of net/connection.ts, or a stand-in. */
  readonly connect: (
    seat: { readonly roomId: string; readonly seatId: SeatId },
    listener: ConnectionListener,
  ) => Connection;
}

/** Fine enough for a countdown of seconds and for the instant of a close. */
const TICK_MS = 200;

export class RoomSession {
  readonly roomId: string;
  readonly seatId: SeatId;
  /** What this seat got for its acts. */
  readonly receipts: ReceiptBook;
  readonly #connection: Connection;
  readonly #stopTicking: () => void;
  readonly #sheets = new SvelteMap<SheetId, SheetView>();
  readonly #caucuses = new SvelteMap<SheetId, CaucusView>();
  readonly #sheetProblems = new SvelteMap<SheetId, ProtocolError>();
  #view = $state.raw<RoomView>();
  #online = $state.raw<readonly SeatId[]>([]);
  #lines = $state.raw<TeamLines>({});
  #state = $state<ConnectionState>('connecting');
  #problem = $state.raw<ProtocolError>();
  #serverNow = $state(0);
  #clockErrorMs = $state<number>();
  #isClockCertain = $state(false);
  #roundTripMs = $state<number>();
  #heardAtMs = $state<number>();
  #missed = $state(0);

  constructor({ roomId, seatId, receipts, connect }: RoomSessionOptions) {
    this.receipts = receipts;
    this.roomId = roomId;
    this.seatId = seatId;
    this.#connection = connect({ roomId, seatId }, this.#listener());
    const timer = setInterval(() => {
      this.#tick();
    }, TICK_MS);
    this.#stopTicking = () => {
      clearInterval(timer);
    };
  }

  /** Undefined until the first view arrived. Plain data: replaced as a whole, never changed in place. */
  get view(): RoomView | undefined {
    return this.#view;
  }

  /** This page's own seat. */
  get seat(): SeatView | undefined {
    return this.#view?.seats[this.seatId];
  }

  /** Seats with a live page, of those this seat may see; names come from `view.seats`. */
  get presence(): readonly SeatId[] {
    return this.#online;
  }

  /** Lines of the teams by seat; moderator only. */
  get lines(): TeamLines {
    return this.#lines;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  get isLive(): boolean {
    return this.#state === 'live';
  }

  /** Why the line is refused or revoked. */
  get problem(): ProtocolError | undefined {
    return this.#problem;
  }

  /** Server time in milliseconds since the epoch, ticking; 0 before it is known. */
  get serverNow(): number {
    return this.#serverNow;
  }

  /** `serverNow` is right within this; undefined while it is not known. */
  get clockErrorMs(): number | undefined {
    return this.#clockErrorMs;
  }

  get isClockCertain(): boolean {
    return this.#isClockCertain;
  }

  get roundTripMs(): number | undefined {
    return this.#roundTripMs;
  }

  /** When the server answered last, by its clock; undefined before the first answer. */
  get heardAtMs(): number | undefined {
    return this.#heardAtMs;
  }

  /** Heartbeats that this page missed since it was opened. */
  get missed(): number {
    return this.#missed;
  }

  /** Resolves when the command is durable or refused; waits through reconnects; never rejects. */
  async submitRoom(command: SeatRoomCommand): Promise<Outcome> {
    const room: Topic = { kind: 'room', id: this.roomId };
    return this.#noted(outcomeOf(await this.#connection.submit(room, command)));
  }

  async submitSheet(sheetId: SheetId, command: SeatSheetCommand): Promise<Outcome> {
    const sheet: Topic = { kind: 'sheet', id: sheetId };
    return this.#noted(outcomeOf(await this.#connection.submit(sheet, command)));
  }

  /** On the caucus that the own team has on a sheet. */
  async submitCaucus(sheetId: SheetId, command: SeatCaucusCommand): Promise<Outcome> {
    const caucus: Topic = { kind: 'caucus', id: sheetId };
    return this.#noted(outcomeOf(await this.#connection.submit(caucus, command)));
  }

  /** Compares wordings of clauses, or drafts; never rejects. */
  compare(message: RedlineMessage | DraftRedlineMessage): Promise<Result<RedlineAnswer>> {
    return this.#connection.redline(message);
  }

  /** The sheet as it stands; undefined until it arrives. The first call begins to watch it. */
  sheet(sheetId: SheetId): SheetView | undefined {
    this.#connection.watch({ kind: 'sheet', id: sheetId });
    return this.#sheets.get(sheetId);
  }

  /** The sheet as far as it is here; begins nothing. */
  sheetIfThere(sheetId: SheetId): SheetView | undefined {
    return this.#sheets.get(sheetId);
  }

  /** The own team's drafts on a sheet; undefined until they arrive. The first call begins to watch them. */
  caucus(sheetId: SheetId): CaucusView | undefined {
    this.#connection.watch({ kind: 'caucus', id: sheetId });
    return this.#caucuses.get(sheetId);
  }

  /** Why a sheet does not come. */
  sheetProblem(sheetId: SheetId): ProtocolError | undefined {
    return this.#sheetProblems.get(sheetId);
  }

  /** Ends watching a sheet; what was shown of it is forgotten. */
  leaveSheet(sheetId: SheetId): void {
    this.#connection.unwatch({ kind: 'sheet', id: sheetId });
    this.#sheets.delete(sheetId);
    this.#sheetProblems.delete(sheetId);
  }

  leaveCaucus(sheetId: SheetId): void {
    this.#connection.unwatch({ kind: 'caucus', id: sheetId });
    this.#caucuses.delete(sheetId);
  }

  close(): void {
    this.#stopTicking();
    this.#connection.close();
  }

  #noted(outcome: Outcome): Outcome {
    if (outcome.receipt) this.receipts.add(outcome.receipt);
    return outcome;
  }

  #listener(): ConnectionListener {
    return {
      state: (state, problem) => {
        this.#state = state;
        this.#problem = problem;
      },
      view: (topic, view) => {
        this.#take(topic, view);
      },
      topicRefused: (topic, error) => {
        if (topic.kind === 'sheet') this.#sheetProblems.set(topic.id, error);
      },
      presence: (online) => {
        this.#online = online;
      },
      lines: (lines) => {
        this.#lines = lines;
      },
      measured: ({ roundTripMs }) => {
        this.#roundTripMs = roundTripMs;
        this.#tick();
        const silenceMs = this.#serverNow - (this.#heardAtMs ?? this.#serverNow);
        this.#missed += Math.max(0, Math.round(silenceMs / PROBE_EVERY_MS) - 1);
        this.#heardAtMs = this.#serverNow;
      },
    };
  }

  #take(topic: Topic, view: TopicView): void {
    if (topic.kind === 'room' && 'auctions' in view) this.#view = view;
    if (topic.kind === 'sheet' && 'terms' in view) {
      this.#sheets.set(topic.id, view);
      this.#sheetProblems.delete(topic.id);
    }
    if (topic.kind === 'caucus' && 'drafts' in view) this.#caucuses.set(topic.id, view);
  }

  #tick(): void {
    const { clock } = this.#connection;
    this.#serverNow = this.#connection.serverNowMs() ?? 0;
    this.#clockErrorMs = clock.errorMs;
    this.#isClockCertain = clock.isCertain;
  }
}

const outcomeOf = (result: Result<Answer>): Outcome => {
  if (!result.ok) return refused(result.error);
  const { value: answer } = result;
  const receipt = answer.receipt && { receipt: answer.receipt };
  return answer.ok ? { ok: true, ...receipt } : { ...refused(answer.rejection), ...receipt };
};

const refused = (refusal: Rejection | ProtocolError): Outcome & { readonly ok: false } => ({
  ok: false,
  code: refusal.code,
  sentence: sentenceFor(refusal),
  refusal,
});
