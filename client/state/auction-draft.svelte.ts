// An auction as the moderator is setting it up: lots in rows as typed, rules as data, and what follows from both: what
// is wrong, the rules in sentences, the rules check. Nothing here is known to the server before it is saved.

import type { Advice } from '../../shared/auction/advice.ts';
import type { CellProblem, LotColumn, LotRow, ReadLots } from '../../shared/auction/lot-rows.ts';
import type { Rejection } from '../../shared/kernel/rejection.ts';
import type { FormatId, Rules } from '../../shared/auction/types.ts';
import type { AuctionView } from '../../shared/room/view-types.ts';
import type { SeatRoomCommand } from '../../shared/protocol/schemas.ts';
import { formFaults } from '../../shared/kernel/form-faults.ts';
import { plainWords } from '../../shared/kernel/form-words.ts';
import { jsonFault } from '../../shared/kernel/json-fault.ts';
import { biddingSide } from '../../shared/auction/auction.ts';
import { checkLots, checkRules } from '../../shared/auction/check-rules.ts';
import { DEFAULT_RULES } from '../../shared/auction/default-rules.ts';
import { lotRow, readLotRows } from '../../shared/auction/lot-rows.ts';
import { adviceOn } from '../../shared/auction/rules-advice.ts';
import { rulesSheet } from '../../shared/auction/rules-sheet.ts';
import { rulesSchema } from '../../shared/protocol/format-schemas.ts';
import type { RuleProblem } from '../words/rules/rule-problem.ts';
import { setupOf } from '../words/rules/setups.ts';
import { lotsInOrder } from './bidding.ts';
import { withValue } from './rule-values.ts';

type DraftCommand = (SeatRoomCommand & { readonly type: 'AddAuction' })['command'];

export class AuctionDraft {
  #rows = $state.raw<readonly LotRow[]>([{}]);
  /** As typed: a field may hold what no rule allows. */
  #rules = $state.raw<unknown>(DEFAULT_RULES.clock);
  readonly #read = $derived<ReadLots>(readLotRows(this.#rows));
  readonly #parsed = $derived(rulesSchema.safeParse(this.#rules, plainWords));

  /** Begins with what is drafted already, if there is something. */
  constructor(drafted: AuctionView | undefined) {
    if (!drafted) return;
    this.#rules = drafted.rules;
    this.#rows = lotsInOrder(drafted).map((lot) => lotRow(lot, lot.reserveMills));
  }

  get rows(): readonly LotRow[] {
    return this.#rows;
  }

  get rules(): unknown {
    return this.#rules;
  }

  get format(): FormatId {
    const { format } = this.#rules as Rules;
    return format;
  }

  /** Hash of the agreed terms that the rules name. */
  get termsHash(): string | undefined {
    const { termsHash } = this.#rules as Rules;
    return termsHash;
  }

  /** The side that bids, by the direction as it is chosen now. */
  get side() {
    return biddingSide(this.#rules as Rules);
  }

  /** Lots that can be sold; empty while a row has a problem. */
  get lots() {
    return this.#read.lots;
  }

  get cellProblems(): readonly CellProblem[] {
    return this.#read.problems;
  }

  get ruleProblem(): RuleProblem | undefined {
    const { error } = this.#parsed;
    const issue = error?.issues[0];
    if (!issue) return undefined;
    const { code, message } = issue;
    return {
      ...{ path: issue.path.join('.'), code, message },
      ...(code === 'too_small' && { minimum: Number(issue.minimum) }),
      ...(code === 'too_big' && { maximum: Number(issue.maximum) }),
    };
  }

  /** What the server would refuse rules and lots for. */
  get refusal(): Rejection | undefined {
    const { lots, reservesMills } = this.#read;
    const rules = this.#parsed.data;
    return rules && (checkRules(rules, lots) ?? checkLots(lots, reservesMills));
  }

  get sentences(): readonly string[] {
    return this.#parsed.data ? rulesSheet(this.#parsed.data) : [];
  }

  /** The rules check, given the points of each team that may bid. */
  advice(eligibility: readonly number[]): readonly Advice[] {
    const { lots, reservesMills } = this.#read;
    const rules = this.#parsed.data;
    return rules && lots.length > 0 ? adviceOn({ rules, lots, reservesMills, eligibility }) : [];
  }

  /** The command that saves it; undefined while anything is wrong. */
  get command(): DraftCommand | undefined {
    const { lots, reservesMills, problems } = this.#read;
    const rules = this.#parsed.data;
    if (!rules || problems.length > 0 || this.refusal) return undefined;
    return { type: 'DraftAuction', rules, lots: [...lots], reservesMills };
  }

  chooseFormat(format: FormatId): void {
    const { title, format: before } = this.#rules as Rules;
    const { termsHash } = this;
    const fresh = DEFAULT_RULES[format];
    this.#rules = {
      ...fresh,
      // A title that somebody wrote is kept; “Clock” is no name for sealed bids.
      title: title === DEFAULT_RULES[before].title ? fresh.title : title,
      ...(termsHash !== undefined && { termsHash }),
    };
  }

  setRule(path: string, value: unknown): void {
    this.#rules = withValue(this.#rules, path, value);
  }

  /** Takes rules from a file. Answers what is wrong with them, and then takes nothing. */
  takeRules(text: string): string | undefined {
    try {
      const json: unknown = JSON.parse(text);
      const parsed = rulesSchema.safeParse(json, plainWords);
      if (parsed.success && !setupOf(parsed.data.format)) {
        return `The room’s page cannot hold a sale of the format “${parsed.data.format}” yet.`;
      }
      if (parsed.success) this.#rules = parsed.data;
      return parsed.error && formFaults(json, parsed.error.issues)[0];
    } catch {
      return `This is not JSON: ${jsonFault(text) ?? 'it cannot be read'}`;
    }
  }

  setCell(row: number, column: LotColumn, typed: string): void {
    this.#rows = this.#rows.map((cells, at) =>
      at === row ? { ...cells, [column]: typed } : cells,
    );
  }

  takeRows(rows: readonly LotRow[]): void {
    this.#rows = rows.length === 0 ? [{}] : rows;
  }

  /** A new row begins with the window, zone and tick of the one before: facilities come in groups. */
  addRow(): void {
    const { opens, closes, zone, service, tick, points } = this.#rows.at(-1) ?? {};
    const kept = { opens, closes, zone, service, tick, points };
    const given = Object.entries(kept).filter(([, cell]) => cell !== undefined);
    this.#rows = [...this.#rows, Object.fromEntries(given)];
  }

  removeRow(row: number): void {
    this.takeRows(this.#rows.filter((_, at) => at !== row));
  }
}
