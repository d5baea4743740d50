// Refusals of comments in words. What was typed stays in its box, so each says what to do with it.

import type { Words } from './refusal-words.ts';

const READERS: Readonly<Record<string, string>> = {
  note: 'a private note, which only you read',
  internal: 'internal: only your own team reads it',
  shared: 'shared: both sides read it',
};

export const COMMENT_REFUSALS: Words = {
  'comment/unknown': () => 'This comment is not on the sheet any more. Nothing was said.',
  'comment/scope': (of) =>
    `This thread is ${READERS[of.text('scope')] ?? 'read by others than you thought'}. Nothing was said; look at it again, or begin a comment of its own.`,
  'comment/one-sided': () =>
    'Everybody reads this sheet, so nothing can be shared with another side here. Nothing was said; make it internal.',
  'comment/private-term': () =>
    'The other side does not know this field. Nothing was said; make the comment internal.',
  'comment/anchor': () =>
    'These words cannot be pointed at. Select them again, or comment on the whole clause; nothing was said.',
  'comment/passage-gone': () =>
    'The words you selected were changed meanwhile. Select them again, or comment on the whole clause; nothing was said.',
  'comment/passage-long': (of) =>
    `A comment points at ${of.count('maximum')} characters at most. Select less, or comment on the whole clause; nothing was said.`,
  'comment/full': (of) =>
    `There are ${of.count('maximum')} open comments of this kind already. Resolve one first; nothing was said.`,
  'comment/characters': () =>
    'There is no room for more words in comments of this kind. Say it shorter, or say it in the chat; nothing was said.',
  'comment/thread-full': (of) =>
    `A thread has ${of.count('maximum')} entries at most. Begin a new one; nothing was said.`,
  'comment/rate': () =>
    'That was a lot within a minute. What you wrote is still here; send it in a moment.',
  'comment/not-own': () => 'Only who wrote a comment edits it. Nothing was changed.',
  'comment/same': () => 'It reads the same as before. Nothing was changed.',
  'comment/edits': (of) =>
    `A comment is edited ${of.count('maximum')} times at most. Write a reply; nothing was changed.`,
  'comment/resolved': () => 'This thread is resolved. Open it again first; nothing was said.',
  'comment/open': () => 'This thread is open already. Nothing was changed.',
  'comment/mention': (of) =>
    of.text('scope') === 'shared'
      ? 'Somebody you name with @ may not read this sheet. Take the name out, or write it without @; nothing was said.'
      : 'Somebody you name with @ may not read this comment. Take the name out, or write it without @; nothing was said.',
};
