// Runs a scenario through the same engine that serves rooms, without a server: time jumps from one instant at which
// something happens to the next, chance follows from the seed. Keeps true: equal scenarios give equal outcomes.

import type { AuctionContext } from '../auction/context.ts';
import type { AuctionCommand, AuctionEvent, AuctionState, RoundRules } from '../auction/types.ts';
import type { Decision } from '../kernel/decider.ts';
import type { SeatId } from '../kernel/ids.ts';
import type { Rejection } from '../kernel/rejection.ts';
import type { EpochMs } from '../kernel/units.ts';
import { decideAuction } from '../auction/auction.ts';
import { auctionWakeAt, draftedAuction, evolveAuction } from '../auction/evolve.ts';
import { formatOf } from '../auction/formats/all.ts';
import { answerOf } from '../auction/formats/answers.ts';
import { SYSTEM } from '../kernel/decider.ts';
import { sha256Hex } from '../kernel/hash.ts';
import { after, durationMs, epochMs, later } from '../kernel/units.ts';
import { Agenda } from './agenda.ts';
import type { DueStep } from './agenda.ts';
import { Chronicle } from './chronicle.ts';
import { refusalLine } from './refusal-line.ts';
import type { SimulationReport } from './report.ts';
import type { Scenario } from './scenario.ts';

const AUCTION_ID = 'simulated';
/** 1 January 2026, 00:00 UTC. */
const STANDARD_START_MS = 1_767_225_600_000;
const MODERATOR = 'moderator';

/** The engine refused what has to stand before a bid can be made: lots, rules or eligibility that do not work. */
export class ScenarioRefused extends Error {
  readonly rejection: Rejection;
  constructor(rejection: Rejection) {
    super(refusalLine(rejection));
    this.name = 'ScenarioRefused';
    this.rejection = rejection;
  }
}

class Simulation {
  readonly #scenario: Scenario;
  readonly #agenda: Agenda;
  readonly #chronicle: Chronicle;
  readonly #bidders: readonly string[];
  #at: EpochMs;
  #state: AuctionState | undefined;
  #count = 0;

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    this.#at = epochMs(scenario.startsAtMs ?? STANDARD_START_MS);
    this.#agenda = new Agenda(scenario.steps, this.#at);
    this.#chronicle = new Chronicle(this.#at);
    this.#bidders = scenario.bidders.map(({ id }) => id);
  }

  run(): SimulationReport {
    this.#prepare();
    for (;;) {
      this.#settle();
      const due = this.#dueAt();
      const step = this.#agenda.nextAt;
      if (due === undefined && step === undefined) break;
      // What time brings comes first, as on a server: a bid at the instant of the close is late.
      if (due !== undefined && (step === undefined || due <= step)) this.#wakeAt(due);
      else this.#play(this.#agenda.take());
    }
    return this.#chronicle.report(this.#auction, this.#agenda.left());
  }

  get #auction(): AuctionState {
    if (!this.#state) throw new Error('no auction was drafted');
    return this.#state;
  }

  #prepare(): void {
    const { rules, lots, reservesMills = {}, bidders } = this.#scenario;
    this.#must({ type: 'DraftAuction', rules, lots, reservesMills });
    for (const { id, eligibility: points } of bidders) {
      if (points !== undefined) this.#must({ type: 'SetEligibility', teamId: id, points });
    }
    this.#must({ type: 'ScheduleAuction' });
    this.#acceptRules();
    this.#must({ type: 'StartAuction' });
  }

  /** Everybody accepts what is in force, also after an amendment: a scenario is about bids. */
  #acceptRules(): void {
    const { rulesHash } = this.#auction;
    for (const teamId of this.#bidders) {
      this.#give({ type: 'AcceptRules', teamId, rulesHash }, `${teamId}-lead`);
    }
  }

  /** When time brings something; rounds that a moderator opens by hand are opened after the gap of the rules. */
  #dueAt(): EpochMs | undefined {
    const state = this.#auction;
    const due = auctionWakeAt(state);
    if (due !== undefined || !this.#awaitsOpening(state)) return due;
    const { gapMs = durationMs(0) }: Partial<RoundRules> = state.rules;
    return after(state.closesAtMs ?? this.#at, gapMs);
  }

  /** What a server has computed beside its loop is computed at once. */
  #settle(): void {
    const asked = formatOf(this.#auction.rules).asks?.(this.#auction);
    if (asked) this.#must({ type: 'SettleAward', answer: answerOf(asked) });
  }

  #awaitsOpening({ phase, stage, pause }: AuctionState): boolean {
    return phase === 'running' && stage === 'results' && pause === null;
  }

  #wakeAt(due: EpochMs): void {
    this.#at = later(this.#at, due);
    const isByHand = auctionWakeAt(this.#auction) === undefined;
    this.#must(isByHand ? { type: 'OpenRound' } : { type: 'TickAuction' });
  }

  #play(due: DueStep | undefined): void {
    if (!due) return;
    this.#at = later(this.#at, due.at);
    if (due.step.act) this.#act(due.place, due.step.act);
    else this.#bid(due);
  }

  #act(place: number, act: AuctionCommand): void {
    const decision = this.#give(act, MODERATOR);
    if (!decision.ok) this.#chronicle.refused({ place, at: this.#at, act }, decision.rejection);
    else if (act.type === 'AmendRules') this.#acceptRules();
  }

  #bid({ place, step }: DueStep): void {
    const { bidder = '', bids = [], round = this.#auction.round } = step;
    for (const bid of bids) {
      const command = { type: 'PlaceBid', teamId: bidder, round, bid } as const;
      const decision = this.#give(command, `${bidder}-lead`);
      if (decision.ok) continue;
      this.#chronicle.refused({ place, at: this.#at, act: command }, decision.rejection);
    }
  }

  #must(command: AuctionCommand): void {
    const decision = this.#give(command);
    if (!decision.ok) throw new ScenarioRefused(decision.rejection);
  }

  #give(command: AuctionCommand, by?: SeatId): Decision<AuctionEvent> {
    this.#count += 1;
    const count = String(this.#count);
    const context: AuctionContext = {
      auctionId: AUCTION_ID,
      bidders: this.#bidders,
      by: by === undefined ? SYSTEM : { kind: 'seat', seatId: by },
      id: count,
      at: this.#at,
      entropy: () => sha256Hex(`${this.#scenario.seed}\n${count}`),
    };
    const decision = decideAuction(this.#state, command, context);
    for (const event of decision.events) this.#apply(event, context);
    return decision;
  }

  #apply(event: AuctionEvent, context: AuctionContext): void {
    if (this.#state) this.#state = evolveAuction(this.#state, event, context);
    else if (event.type === 'AuctionDrafted') {
      this.#state = draftedAuction(AUCTION_ID, event, undefined);
    }
    this.#chronicle.note(event, context.at);
    if (event.type === 'RoundOpened') this.#agenda.roundOpened(event.round, context.at);
  }
}

/**
 * Runs a scenario to its end (SIM2): until nothing is due any more. Throws ScenarioRefused when rules, lots or
 * eligibility do not work together.
 */
export const simulate = (scenario: Scenario): SimulationReport => new Simulation(scenario).run();
