// What stands in a letter. Mail is read by whoever carries it: a letter names the room and nothing that is in it, neither
// people nor amounts nor words of a sheet, and its link opens nothing for whoever has no seat already.

import type { NoticeKind } from '../../shared/notices/types.ts';
import type { Letter } from './smtp.ts';

const LINES: Readonly<Record<NoticeKind, string>> = {
  move: 'It is your move on a sheet.',
  offer: 'An offer came, is about to expire, or was answered.',
  reopened: 'Something that was agreed or frozen was opened again.',
  signing: 'A sheet waits for your signature, or is signed.',
  auction: 'The auction needs you.',
  help: 'A call for help was told or answered.',
  mention: 'You were mentioned in a comment.',
};

export interface LetterPlace {
  readonly origin: string;
  readonly roomId: string;
  readonly seatId: string;
  readonly roomTitle: string;
}

const linkTo = ({ origin, roomId, seatId }: LetterPlace): string =>
  `${origin}/rooms/${roomId}/seats/${seatId}`;

/** A title is one line of a header and of a text. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, 120);

/** Where the page opens its notices and what is mailed of them. It opens nothing for whoever holds no seat. */
const settingsOf = (place: LetterPlace): string => `${linkTo(place)}#notices`;

/** Lines of a text are read in columns of terminals and in quotes of answers, too (RFC 3676 asks for less than 78). */
const LINE_COLUMNS = 72;

/** Words in lines of at most 72 columns; one that is longer, as an address, has a line of its own. */
const inLines = (text: string, indent = ''): string => {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= LINE_COLUMNS)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(last === undefined ? word : indent + word);
  }
  return lines.join('\n');
};

const signature = (place: LetterPlace): string =>
  [
    '-- ',
    inLines('To get no more of these, remove your address under the bell of the room:'),
    settingsOf(place),
  ].join('\n');

/** What happened while nobody looked: one line for each kind of thing, however many there are. */
export const digestLetter = (
  place: LetterPlace,
  {
    id,
    to,
    kinds,
  }: { readonly id: string; readonly to: string; readonly kinds: readonly NoticeKind[] },
): Letter => ({
  ...{ id, to, subject: `Parley: news in the room ${oneLine(place.roomTitle)}` },
  unsubscribe: settingsOf(place),
  text: [
    inLines(`In the room ${oneLine(place.roomTitle)}:`),
    '',
    ...kinds.map((kind) => inLines(`- ${LINES[kind]}`, '  ')),
    '',
    linkTo(place),
    '',
    signature(place),
    '',
  ].join('\n'),
});

/** Asks whether an address is its seat's own. It may be a stranger's, so it says how to be left alone. */
export const codeLetter = (
  place: LetterPlace,
  { id, to, code }: { readonly id: string; readonly to: string; readonly code: string },
): Letter => ({
  ...{ id, to, subject: 'Parley: the code for your address' },
  text: [
    inLines(
      'Somebody at a seat of a Parley room gave this address for notices. If it was you, type this code on the page:',
    ),
    '',
    `    ${code}`,
    '',
    inLines(
      'It works for half an hour. If it was not you, do nothing: without the code nothing more is sent here.',
    ),
    '',
    place.origin,
    '',
  ].join('\n'),
});
