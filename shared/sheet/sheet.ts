// A term sheet: positions of both sides on typed fields and on wording, agreement when they are equal, awards.
// The wording itself is text in the same stream; here a clause is only the hash of what it says.

import { toBase64 } from 'lib0/buffer';
import type { DecideContext, Decider, Decision } from '../kernel/decider.ts';
import type { Rejection } from '../kernel/rejection.ts';
import type { PositionValue, SheetCommand, SheetEvent, SheetState, Template } from './types.ts';
import { accept, refuse, unreachable } from '../kernel/decider.ts';
import { reject } from '../kernel/rejection.ts';
import { evolveSheet } from './evolve.ts';
import { checkFieldValue, isSameValue } from './fields.ts';
import { awardFields, clausesOf, lotTermId, templateById, termTemplate } from './template.ts';
import { seedUpdate } from './text-seed.ts';

type Deciding = Decision<SheetEvent>;
type Command<Type extends SheetCommand['type']> = SheetCommand & { readonly type: Type };

const no = (code: Rejection['code'], params: Parameters<typeof reject>[1] = {}): Deciding =>
  refuse<SheetEvent>(reject(code, params));

const seedOf = (template: Template): string =>
  toBase64(seedUpdate(clausesOf(template).map(({ id, text }) => ({ id, paragraphs: text }))));

const create = (
  state: SheetState,
  command: Command<'CreateSheet'>,
  { by }: DecideContext,
): Deciding => {
  if (by.kind !== 'system') return no('sheet/not-allowed');
  if (state.template) return no('sheet/exists');
  const template = templateById(command.template);
  if (!template) return no('sheet/unknown-template', { template: command.template });
  return accept<SheetEvent>({ ...command, type: 'SheetCreated', template, seed: seedOf(template) });
};

/** What is wrong with a value as a position on a term, or undefined. */
const checkValue = (
  state: SheetState,
  { termId, side, value }: Command<'TakePosition'>,
  { clauseHash }: DecideContext,
): Rejection | undefined => {
  const template = state.template && termTemplate(state.template, termId);
  if (!template || !state.terms[termId]) return reject('sheet/unknown-term', { termId });
  if (template.kind === 'clause') {
    if (value.kind !== 'clause') return reject('position/kind', { expected: 'clause' });
    const stands = clauseHash?.(termId);
    // Only what both can read can be agreed: the hash must be that of the text that stands (SHT5).
    return stands === value.hash ? undefined : reject('position/text-changed', { termId });
  }
  if (value.kind !== 'field') return reject('position/kind', { expected: 'field' });
  if (state.kind === 'bilateral' && !template.sides.includes(side)) {
    return reject('position/other-side', { termId });
  }
  return checkFieldValue(template.type, value.value);
};

/** Whether a position of one side makes a term agreed: on the common sheet, and where only one side may speak, it alone does. */
const isAgreedBy = (
  state: SheetState,
  { termId, side, value }: Command<'TakePosition'>,
): boolean => {
  const template = state.template && termTemplate(state.template, termId);
  const isAlone =
    state.kind === 'common' || (template?.kind === 'field' && template.sides.length === 1);
  if (isAlone) return true;
  const other = state.terms[termId]?.[side === 'carrier' ? 'shipper' : 'carrier'];
  return other !== null && other !== undefined && isSameValue(other.value, value);
};

const takePosition = (
  state: SheetState,
  command: Command<'TakePosition'>,
  context: DecideContext,
): Deciding => {
  const { termId, side, value, reason } = command;
  if (state.kind === 'common' && side !== 'carrier') return no('position/other-side', { termId });
  const wrong = checkValue(state, command, context);
  if (wrong) return refuse<SheetEvent>(wrong);
  const term = state.terms[termId];
  if (term?.agreed) return no('term/agreed', { termId });
  const own = term?.[side];
  if (own && isSameValue(own.value, value)) return no('position/same', { termId });
  const taken: SheetEvent = {
    type: 'PositionTaken',
    side,
    termId,
    value,
    reason: reason ?? null,
  };
  return isAgreedBy(state, command)
    ? accept<SheetEvent>(taken, { type: 'TermAgreed', termId, value })
    : accept<SheetEvent>(taken);
};

const withdraw = (state: SheetState, { termId, side }: Command<'WithdrawPosition'>): Deciding => {
  const term = state.terms[termId];
  if (!term) return no('sheet/unknown-term', { termId });
  if (term.agreed) return no('term/agreed', { termId });
  if (!term[side]) return no('position/none', { termId });
  return accept<SheetEvent>({ type: 'PositionWithdrawn', side, termId });
};

const reopen = (state: SheetState, { termId, reason }: Command<'ReopenTerm'>): Deciding => {
  const term = state.terms[termId];
  if (!term) return no('sheet/unknown-term', { termId });
  if (!term.agreed) return no('term/not-agreed', { termId });
  return accept<SheetEvent>({ type: 'TermReopened', termId, reason });
};

/** The values an award gives to the fields of its lot. */
const awardPositions = (
  template: Template,
  { lot, priceMills, piecesPerDay }: Command<'TakeAward'>,
): Readonly<Record<string, PositionValue>> => {
  const values = { price: priceMills, volume: piecesPerDay, window: lot.window } as const;
  return Object.fromEntries(
    awardFields(template).flatMap(({ id, award }) =>
      award ? [[lotTermId(id, lot.id), { kind: 'field', value: values[award] } as const]] : [],
    ),
  );
};

const takeAward = (
  state: SheetState,
  command: Command<'TakeAward'>,
  { by }: DecideContext,
): Deciding => {
  if (by.kind !== 'system') return no('sheet/not-allowed');
  if (!state.template) return no('sheet/unknown');
  const { lot, link } = command;
  const positions = awardPositions(state.template, command);
  return accept<SheetEvent>({ type: 'AwardTaken', lot, positions, link });
};

/** The stream of one sheet (rules SHT1 to SHT9). */
export const sheetDecider: Decider<SheetState, SheetCommand, SheetEvent> = {
  stateForm: 1,
  initial: {
    sheetId: '',
    roomId: '',
    kind: 'bilateral',
    parties: { carrierTeamId: '', shipperTeamId: null },
    title: '',
    template: null,
    lots: {},
    lotOrder: [],
    terms: {},
    clients: {},
  },
  decide(state, command, context) {
    switch (command.type) {
      case 'CreateSheet':
        return create(state, command, context);
      case 'TakePosition':
        return takePosition(state, command, context);
      case 'WithdrawPosition':
        return withdraw(state, command);
      case 'ReopenTerm':
        return reopen(state, command);
      case 'TakeAward':
        return takeAward(state, command, context);
      case 'TickSheet':
        return accept<SheetEvent>();
      default:
        return unreachable(command);
    }
  },
  evolve: evolveSheet,
  evolveClaims: (state, seatId, clientIds) => ({
    ...state,
    clients: {
      ...state.clients,
      ...Object.fromEntries(clientIds.map((clientId) => [String(clientId), seatId])),
    },
  }),
  textOf: (event) => (event.type === 'SheetCreated' ? event.seed : undefined),
  wakeAt: () => undefined,
  tick: { type: 'TickSheet' },
};
