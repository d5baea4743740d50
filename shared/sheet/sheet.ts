// A term sheet: made once from a template, filled by positions of both sides (positions.ts) and by awards.
// The wording itself is text in the same stream; here a clause is only the hash of what it says.

import { toBase64 } from 'lib0/buffer';
import type { DecideContext, Decider, Decision } from '../kernel/decider.ts';
import type { Rejection } from '../kernel/rejection.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { SheetCommand, SheetEvent, SheetState, Template } from './types.ts';
import { accept, refuse, unreachable } from '../kernel/decider.ts';
import { reject } from '../kernel/rejection.ts';
import { owedText, settleText } from './agreed-text.ts';
import { awardReason, takeAward } from './awards.ts';
import { evolveClaims, evolveSheet } from './evolve.ts';
import { decideComment } from './comments/decide.ts';
import { acceptOffer } from './offers/accept.ts';
import { expireOffers, makeOffer, rejectOffer, seeOffer, withdrawOffer } from './offers/decide.ts';
import { setTarget } from './offers/targets.ts';
import { registerPasskey, removePasskey } from './passkeys/decide.ts';
import { assignSigner, freezeSheet, reopenSheet, signSheet } from './signing/decide.ts';
import { heldBack, openedFor } from './signing/hold.ts';
import { reopenTerm, takePosition, withdrawPosition } from './positions.ts';
import { RECORD_LEVELS } from './record-rights.ts';
import { scheduleReason, takeSchedule } from './schedules.ts';
import { clausesOf, templateById } from './template.ts';
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
  const { copy, ...asked } = command;
  const template = copy ?? templateById(command.template);
  if (!template) return no('sheet/unknown-template', { template: command.template });
  const made = { template, seed: seedOf(template), recordLevels: RECORD_LEVELS };
  return accept<SheetEvent>({ ...asked, type: 'SheetCreated', ...made });
};

/** When the next open offer ends. */
const nextExpiry = ({ offers }: SheetState): EpochMs | undefined =>
  Object.values(offers?.byId ?? {})
    .flatMap(({ status, expiresAtMs }) =>
      status === 'open' && expiresAtMs !== null ? [expiresAtMs] : [],
    )
    .sort((a, b) => a - b)[0];

/** The stream of one sheet (rules SHT1 to SHT14, OFR1 to OFR9, VER1 to VER4, TGT1 to TGT3, SIG1 to SIG9, AWD1 to AWD4, COM1 to COM9, TRM1, TRM3). */
export const sheetDecider: Decider<SheetState, SheetCommand, SheetEvent> = {
  stateForm: 5,
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
    wordings: {},
    clients: {},
  },
  decide(state, command, context) {
    const held = heldBack(state, command);
    if (held) return refuse<SheetEvent>(held);
    switch (command.type) {
      case 'CreateSheet':
        return create(state, command, context);
      case 'TakePosition':
        return takePosition(state, command, context);
      case 'WithdrawPosition':
        return withdrawPosition(state, command);
      case 'ReopenTerm':
        return openedFor(state, reopenTerm(state, command), command.reason);
      case 'TakeAward':
        return openedFor(state, takeAward(state, command, context), awardReason(command));
      case 'TakeSchedule':
        return openedFor(state, takeSchedule(state, command, context), scheduleReason(command));
      case 'MakeOffer':
        return makeOffer(state, command, context);
      case 'AcceptOffer':
        return acceptOffer(state, command, context);
      case 'RejectOffer':
        return rejectOffer(state, command, context);
      case 'WithdrawOffer':
        return withdrawOffer(state, command, context);
      case 'SeeOffer':
        return seeOffer(state, command);
      case 'SetTarget':
        return setTarget(state, command);
      case 'FreezeSheet':
        return freezeSheet(state, command);
      case 'ReopenSheet':
        return reopenSheet(state, command);
      case 'SignSheet':
        return signSheet(state, command, context);
      case 'AssignSigner':
        return assignSigner(state, command);
      case 'MakeComment':
      case 'ReplyToComment':
      case 'EditComment':
      case 'ResolveComment':
      case 'ReopenComment':
        return decideComment(state, command, context);
      case 'RegisterPasskey':
        return registerPasskey(state, command, context);
      case 'RemovePasskey':
        return removePasskey(state, command, context);
      case 'SettleDelivery':
        return settleText(state, command, context);
      case 'TickSheet':
        return expireOffers(state, context.at);
      default:
        return unreachable(command);
    }
  },
  evolve: evolveSheet,
  evolveClaims,
  textOf: (event) => {
    if (event.type === 'TextPut') return event.update;
    return event.type === 'SheetCreated' ? event.seed : undefined;
  },
  textAuthor: ({ offers }, event) =>
    event.type === 'TextPut' ? (offers?.byId[event.offerId]?.bySeatId ?? undefined) : undefined,
  writesText: ({ type }) => type === 'AcceptOffer',
  wakeAt: nextExpiry,
  tick: { type: 'TickSheet' },
  owed: owedText,
  settled: (deliveryId) => ({ type: 'SettleDelivery', deliveryId }),
};
