// A refusal in one or two sentences for the person whose act it was: what happened, what stays safe, what to
// do. Words for the codes live here alone; a code nobody wrote words for is named, never hidden.

import type { Rejection } from '../../shared/kernel/rejection.ts';
import type { ProtocolError } from '../../shared/protocol/errors.ts';
import { exactTime, shortSpan } from '../format/times.ts';
import { BID_REFUSALS } from './refusals/bid-refusals.ts';
import { SIGNING_REFUSALS } from './refusals/signing-refusals.ts';
import { COMMENT_REFUSALS } from './refusals/comment-refusals.ts';
import { MAIL_REFUSALS } from './refusals/mail-refusals.ts';
import { CAUCUS_REFUSALS } from './refusals/caucus-refusals.ts';
import { OFFER_REFUSALS } from './refusals/offer-refusals.ts';
import {
  lotFieldWords,
  lotNeedWords,
  ruleAmountWords,
  ruleFieldWords,
} from './refusals/setup-words.ts';
import type { Words } from './refusals/refusal-words.ts';
import { Params } from './refusals/refusal-words.ts';

const AUCTION_WORDS: Words = {
  'auction/wrong-phase': (of) =>
    `This cannot be done while the auction is ${of.text('phase') || 'in this phase'}. Nothing was changed.`,
  'auction/already-paused': () => 'The auction is paused already. Nothing was changed.',
  'auction/not-paused': () => 'The auction is not paused. Nothing was changed.',
  'auction/paused': () => 'The auction is paused. Resume it first; nothing was changed.',
  'auction/countdown-too-short': (of) =>
    `The countdown must last at least ${of.has('minimumMs') ? shortSpan(of.number('minimumMs')) : 'a few seconds'}. The auction is still paused.`,
  'auction/round-open': () =>
    'A round is open. Pause it or wait for its close; nothing was changed.',
  'auction/no-open-round': () => 'No round is open. Nothing was changed.',
  'auction/nothing-to-extend': () => 'Say by how long the round goes on. Nothing was changed.',
  'auction/nothing-to-void': (of) =>
    `There is no later round to take back; the last closed one is round ${of.count('lastRound')}. Nothing was changed.`,
  'auction/nothing-changed': () => 'These are the rules as they stand. Nothing was changed.',
  'auction/format-fixed': () => 'The format cannot change any more. Nothing was changed.',
  'auction/past-hard-stop': (of) =>
    of.has('hardStopAtMs')
      ? `The rules end every lot at ${exactTime(of.number('hardStopAtMs'))} at the latest. Nothing was changed.`
      : 'The rules end every lot before that. Nothing was changed.',
  'auction/no-points': () => 'Teams have no points in this format. Nothing was changed.',
  'auction/direction-fixed': () => 'The direction cannot change any more. Nothing was changed.',
  'auction/information-fixed': () =>
    'Who sees what cannot change after the start: bids were made under it. Nothing was changed.',
  'auction/older-text': (of) =>
    of.has('hash')
      ? 'The agreed terms changed: bids were made for an older text. The moderator confirms first that they count; nothing was changed.'
      : 'The agreed terms were opened again. All of them must be agreed, and the moderator confirm, before the auction goes on; nothing was changed.',
  'auction/terms-open': () =>
    'The auction terms are not all agreed, so there is no text to confirm yet. Nothing was changed.',
  'auction/terms-changed': () =>
    'The agreed terms have changed once more since you looked. Read them again; nothing was changed.',
  'auction/same-text': () =>
    'The auction goes by the agreed terms as they stand; there is nothing to confirm.',
  'auction/terms-not-agreed': () =>
    'No common sheet of this room has that agreed text. Agree the terms, or take their hash out of the rules or renew it; nothing was changed.',
  'auction/terms-fixed': () =>
    'Which agreed terms the auction names changes with their sheet alone, when the moderator confirms it. Nothing was changed.',
  'auction/rules-changed': () =>
    'The rules changed while you read them. Read them again, then accept.',
  'auction/no-eligibility': () =>
    'No team has eligibility yet. Set it for each bidder, then schedule; nothing was changed.',
  'auction/start-passed': () => 'That time has passed. Choose a later start; nothing was changed.',
  'auction/already-excluded': () => 'This team is excluded already. Nothing was changed.',
  'auction/unknown-team': () => 'This team does not bid in the auction. Nothing was changed.',
  'auction/unknown-lot': () => 'This lot is not part of the auction. Nothing was changed.',
  'auction/unknown': () => 'This auction is not in the room. Nothing was changed.',
  'auction/no-lots': () => 'An auction needs at least one lot. Nothing was changed.',
  'auction/lot-twice': (of) => `Lot ${of.text('lotId')} is given twice. Nothing was changed.`,
  'auction/invalid-lot': (of) =>
    `Lot ${of.text('lotId')}: its ${lotFieldWords(of.text('field'))} must be ${lotNeedWords(of)}. Nothing was changed.`,
  'auction/no-extension': () =>
    'The rules of this format set the end of a round; it is not extended. Nothing was changed.',
  'auction/id-twice': (of) => `${of.text('field')} is given twice. Nothing was changed.`,
  'auction/rules-clash': (of) =>
    `With ${of.text('with')}, the ${ruleFieldWords(of.text('field'))} can only be ${of.text('allowed')}. Nothing was changed.`,
  'auction/invalid-rules': (of) => {
    const [field, words] = [of.text('field'), ruleFieldWords(of.text('field'))];
    const amount = (name: string): string => ruleAmountWords(field, of.number(name));
    const bounds = of.has('maximum')
      ? `it goes from ${amount('minimum')} to ${amount('maximum')}`
      : `it is at least ${amount('minimum')}`;
    return `The ${words} cannot be ${amount('value')}: ${bounds}. Nothing was changed.`;
  },
};

const SEAT_WORDS: Words = {
  'seat/not-allowed': () =>
    'Your seat may not do this. Nothing was changed; the moderator can help.',
  'seat/other-team': () => 'This is for another team than yours. Nothing was changed.',
  'seat/other-side': () => 'This is for the other side of the table. Nothing was changed.',
  'seat/unknown-team': () => 'This team is not in the room. Nothing was changed.',
  'command/id-taken': () =>
    'The server did not take this, because its number was used by somebody else. Do it again.',
  'seat/revoked': () => 'This seat was taken back by the moderator. Nothing was changed.',
  'invite/expired': () => 'This invite link has expired. Ask the moderator for a new one.',
  'invite/revoked': () => 'This invite link was revoked. Ask the moderator for a new one.',
  'invite/used': () => 'This invite link is used up. Ask the moderator for a new one.',
  'invite/unknown': () => 'This invite link is not known. Ask the moderator for a new one.',
};

const ROOM_WORDS: Words = {
  'problem/too-many': (of) =>
    `${of.count('maximum')} problems of your team wait for the moderator already. What you told before is recorded; wait for the answer.`,
  'problem/unknown': () => 'This problem is not known any more. Nothing was changed.',
  'problem/answered': (of) => `This problem was answered already${of.because('word')}.`,
  'room/bad-id': () => 'This id cannot be used: take a–z, 0–9, dot and dash. Nothing was changed.',
  'room/full': () => 'The room is full. Nothing was changed.',
  'room/team-exists': () => 'A team with this id is in the room already. Nothing was changed.',
  'room/seat-exists': () => 'A seat with this id is in the room already. Nothing was changed.',
  'room/seat-team': () =>
    'Leads and members need a team, moderators and observers have none. Nothing was changed.',
  'room/seat-revoked': () => 'This seat is revoked. Nothing was changed.',
  'room/auction-exists': () => 'The room has an auction of this id already. Nothing was changed.',
  'room/sheet-sides': () =>
    'A sheet needs a carrier, and a bilateral one a shipper too. Nothing was changed.',
  'room/unknown-team': () => 'This team is not in the room. Nothing was changed.',
  'room/unknown-seat': () => 'This seat is not in the room. Nothing was changed.',
  'room/unknown-template': () => 'This template is not known. Nothing was changed.',
};

const SHEET_WORDS: Words = {
  'sheet/not-found': () => 'This sheet is not there, or not for your seat.',
  'sheet/not-allowed': () => 'Your seat may not do this on the sheet. Nothing was changed.',
  'sheet/unknown-term': () => 'This term is not on the sheet. Nothing was changed.',
  'term/agreed': () =>
    'This term is agreed and locked. Nothing was changed; reopen it with a reason first.',
  'term/not-agreed': () => 'This term is not agreed, so there is nothing to reopen.',
  'field/type': () => 'This kind of value does not fit the term. Nothing was changed.',
  'field/out-of-range': (of) =>
    `The value must be from ${of.count('minimum')} to ${of.count('maximum')}. Nothing was changed.`,
  'field/date': () => 'This is not a day of the calendar. Nothing was changed.',
  'field/too-long': (of) =>
    `At most ${of.count('maximum')} characters fit here. Nothing was changed.`,
  'field/zone': () => 'This time zone is not known. Nothing was changed.',
  'field/choice': () => 'Choose one of the offered values. Nothing was changed.',
  'field/empty': () =>
    'There is nothing in it yet. Fill in at least one entry. Nothing was changed.',
  'field/double': () => 'An entry stands there twice. Take one out. Nothing was changed.',
  'field/missing': () => 'A cell that is needed is empty. Fill it in. Nothing was changed.',
  'field/order': () => 'The entries must follow each other in order. Nothing was changed.',
  'field/too-many': (of) => `At most ${of.count('maximum')} entries fit. Nothing was changed.`,
  'field/unknown-part': () =>
    'A part of this value does not belong to the term. Nothing was changed.',
  'position/kind': () => 'This kind of value does not fit the term. Nothing was changed.',
  'position/text-changed': () =>
    'The clause changed while you read it. Read it as it stands now, then decide; nothing was changed.',
  'position/other-side': () => 'Only the other side takes a position here. Nothing was changed.',
  'position/off-award': () =>
    'This is not what the award said. Give a reason, which both sides and the regulator read; nothing was changed.',
  'position/same': () => 'This is your position already. Nothing was changed.',
  'position/none': () => 'Your side has no position here. Nothing was changed.',
  'text/locked': () =>
    'This clause is agreed and locked, so the edit was not taken. Your wording is kept as a draft; reopen the clause to use it.',
  'text/sheet-full': () =>
    'The sheet holds as much text as it can. Your wording is kept as a draft; make room first.',
  'redline/too-long': () =>
    'This is too long to be shown as changes here. Read the text itself under Clean, or download the sheet; nothing was changed.',
  'redline/too-slow': () =>
    'Finding the changes took too long and was given up. Read the text itself under Clean, or download the sheet; nothing was changed.',
  'redline/busy': () =>
    'Other long texts are being compared just now. Nothing was changed; look again in a moment.',
  'text/too-large': () =>
    'This edit is too large at once. Your wording is kept as a draft; put it in piece by piece.',
};

const WORDS: Words = {
  ...BID_REFUSALS,
  ...AUCTION_WORDS,
  ...SEAT_WORDS,
  ...ROOM_WORDS,
  ...SHEET_WORDS,
  ...OFFER_REFUSALS,
  ...CAUCUS_REFUSALS,
  ...SIGNING_REFUSALS,
  ...COMMENT_REFUSALS,
  ...MAIL_REFUSALS,
};

const PROTOCOL_WORDS: Readonly<Record<ProtocolError['code'], string>> = {
  'protocol/malformed': 'The server could not read this. Nothing was changed; reload the page.',
  'protocol/version': 'This page is older than the server. Reload it to go on; nothing is lost.',
  'protocol/too-large': 'This is too large to send. Nothing was changed; make it shorter.',
  'protocol/rate': 'That was too much at once. Nothing was changed; wait a moment and try again.',
  'protocol/unavailable':
    'The server cannot take this just now, and it may or may not have counted. Look at the room before you try again.',
  'protocol/busy': 'The server makes other files just now. Nothing was changed; try again',
  'protocol/file-too-long':
    'This is too long for a file of this form. Nothing was changed; take it out in another one, such as JSON.',
  'protocol/fault':
    'The server failed on this. Look at the room to see whether it counted, and tell the moderator.',
  'auth/required': 'You are not signed in to this seat. Open your invite link again.',
  'auth/denied': 'This seat is not yours in this browser. Open your invite link again.',
  'auth/origin': 'The request came from another site and was refused.',
  'auth/revoked': 'This seat was taken back by the moderator. What you did before stays recorded.',
  'auth/invite':
    'This invite link is used up, expired or revoked. Ask the moderator for a new one.',
  'not-found': 'This is not there, or not for your seat.',
};

const isProtocolCode = (code: string): code is ProtocolError['code'] =>
  Object.hasOwn(PROTOCOL_WORDS, code);

const againIn = (of: Params): string =>
  of.has('afterMs') ? `in ${shortSpan(of.number('afterMs'))}` : 'in a moment';

/** The sentence for a refusal by a rule or by the server. */
export const sentenceFor = (refusal: Rejection | ProtocolError): string => {
  const { code } = refusal;
  if (isProtocolCode(code)) {
    const params = new Params({ ...refusal });
    const faultId = params.text('faultId');
    if (code === 'protocol/busy') return `${PROTOCOL_WORDS[code]} ${againIn(params)}.`;
    return PROTOCOL_WORDS[code] + (faultId === '' ? '' : ` (number ${faultId})`);
  }
  const words = Object.hasOwn(WORDS, code) ? WORDS[code] : undefined;
  if (words) return words(new Params({ ...refusal }));
  return code.startsWith('text/')
    ? `This edit was not taken (${code}). Your wording is kept as a draft.`
    : `This was refused (${code}). Nothing was changed.`;
};
