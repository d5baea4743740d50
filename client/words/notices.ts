// Notices in words: one sentence each, where it happened, and what each kind is called in the preferences.

import type { Notice, NoticeCode, NoticeKind } from '../../shared/notices/types.ts';
import { clockTime, dayAndTime } from '../format/times.ts';

type About = Notice['about'];

const text = (about: About, key: string): string => String(about[key] ?? '');
const number = (about: About, key: string): number => Number(about[key] ?? 0);

const terms = (count: number): string => (count === 1 ? '1 term' : `${String(count)} terms`);
const because = (about: About): string => {
  const reason = text(about, 'reason');
  return reason === '' ? '' : `: “${reason}”`;
};
const who = (about: About): string => text(about, 'by') || 'The other side';
const offer = (about: About): string => `Offer ${text(about, 'number')}`;
const until = (about: About): string =>
  about['expiresAtMs'] === undefined
    ? ''
    : ` It stands until ${clockTime(number(about, 'expiresAtMs'))}.`;

const SENTENCES: Readonly<Record<NoticeCode, (about: About) => string>> = {
  'move/terms': (about) => {
    const count = number(about, 'count');
    const term = text(about, 'term');
    return count === 1
      ? `Your move: ${term}.`
      : `Your move on ${terms(count)}. The newest: ${term}.`;
  },
  'offer/made': (about) => {
    const answers = text(about, 'answers');
    const what = answers === '' ? 'on' : `answers your offer ${answers}, on`;
    return `${offer(about)} is on the table, ${what} ${terms(number(about, 'terms'))}.${until(about)}`;
  },
  'offer/theirs-expiring': (about) =>
    `${offer(about)} waits for your answer and expires at ${clockTime(number(about, 'expiresAtMs'))}.`,
  'offer/ours-expiring': (about) =>
    `Your offer ${text(about, 'number')} expires at ${clockTime(number(about, 'expiresAtMs'))} and is not answered yet.`,
  'offer/accepted': (about) => `Your offer ${text(about, 'number')} was accepted.`,
  'offer/rejected': (about) => `Your offer ${text(about, 'number')} was rejected.`,
  'offer/withdrawn': (about) => `${offer(about)} was withdrawn.`,
  'offer/theirs-expired': (about) => `${offer(about)} expired without your answer.`,
  'offer/ours-expired': (about) => `Your offer ${text(about, 'number')} expired without an answer.`,
  'reopened/term': (about) => `${who(about)} reopened ${text(about, 'term')}${because(about)}.`,
  'reopened/sheet': (about) => {
    const voided = number(about, 'voided');
    const lost = voided === 1 ? ' 1 signature is void.' : ` ${String(voided)} signatures are void.`;
    return `${text(about, 'by') || 'The award'} opened the sheet again${because(about)}.${voided === 0 ? '' : lost}`;
  },
  'signing/turn': (about) => `It is your turn to sign, for ${text(about, 'office')}.`,
  'signing/complete': () => 'All have signed: the sheet is final.',
  'auction/outbid': (about) => `${text(about, 'lot')}: another leads; your bid does not.`,
  'auction/ending-without-bid': (about) =>
    `Round ${text(about, 'round')} closes at ${clockTime(number(about, 'closesAtMs'))} and has no bid of yours.`,
  'help/answered': (about) => `The moderator answered your call: “${text(about, 'word')}”`,
  'help/asked': (about) => `${text(about, 'team')} told you of a problem.`,
  'mention/comment': (about) =>
    `${text(about, 'by') || 'Somebody'} mentioned you on ${text(about, 'term')}.`,
};

/** What happened, in one or two sentences. */
export const noticeSentence = ({ code, about }: Notice): string => SENTENCES[code](about);

const DAY_MS = 86_400_000;

/** The sheet it is about where there is one, and since when. */
export const noticeContext = ({ about, atMs }: Notice, nowMs: number): string => {
  const sheet = text(about, 'sheet');
  const time = nowMs - atMs < DAY_MS / 2 ? clockTime(atMs) : dayAndTime(atMs);
  return sheet === '' ? time : `${sheet} · ${time}`;
};

/** What a kind is called where people choose. */
export const KIND_LABELS: Readonly<Record<NoticeKind, string>> = {
  move: 'Your move on a term',
  offer: 'Offers: new, about to expire, answered',
  reopened: 'What was agreed or frozen is opened again',
  signing: 'Your turn to sign, and the last signature',
  auction: 'Outbid, or a round ends without your bid',
  help: 'Calls for help and their answers',
  mention: 'You are mentioned in a comment',
};
