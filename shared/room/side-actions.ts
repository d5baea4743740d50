// Commands on a sheet that name the seat's own side, and the action of the table (seats.ts) that each is.

import type { SheetCommand } from '../sheet/types.ts';
import type { Action } from './seats.ts';

/** Commands that name the seat's own side. */
export const SIDE_ACTIONS = {
  TakePosition: 'take-position',
  WithdrawPosition: 'take-position',
  MakeOffer: 'make-offer',
  WithdrawOffer: 'make-offer',
  AcceptOffer: 'answer-offer',
  RejectOffer: 'answer-offer',
  SeeOffer: 'see-offer',
  SetTarget: 'set-target',
  FreezeSheet: 'freeze-sheet',
  ReopenSheet: 'reopen-sheet',
  SignSheet: 'sign-sheet',
  AssignSigner: 'assign-signer',
  RegisterPasskey: 'keep-passkey',
  RemovePasskey: 'keep-passkey',
  MakeComment: 'comment',
  ReplyToComment: 'comment',
  EditComment: 'comment',
  ResolveComment: 'comment',
  ReopenComment: 'comment',
} as const satisfies Partial<Record<SheetCommand['type'], Action>>;

type ForSide = SheetCommand & { readonly type: keyof typeof SIDE_ACTIONS };

/** Whether a command speaks for a side. */
export const isForSide = (command: SheetCommand): command is ForSide =>
  Object.hasOwn(SIDE_ACTIONS, command.type);
