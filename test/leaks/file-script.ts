// Every file of the sale that a seat can take out, unpacked: sheets in each form and edition, with and without comments, the
// filing package, reports. Says of each file what may stand in it: less than its reader may see on the page.

import { DEMO_AUCTION_ID } from '../../shared/room/demo.ts';
import { unpacked } from '../support/unpacked.ts';
import type { Person, Scene } from './people.ts';
import { SALE_ROOM_ID } from './sale-room.ts';
import type { Line } from './tap.ts';
import { lineOf } from './tap.ts';
import type { Kind, Sight } from './who-sees-what.ts';

interface FileAsked {
  /** What is said of it where something is wrong. */
  readonly name: string;
  readonly path: string;
  readonly isRedacted: boolean;
  /** Comments that may be in it. */
  readonly comments: 'none' | 'shared' | 'team';
}

/** A file that a seat was given. */
export interface Taken extends FileAsked {
  readonly line: Line;
}

const exported = (
  form: 'docx' | 'pdf' | 'json' | 'csv',
  edition: 'sealed' | 'redacted',
  comments: 'shared' | 'team' = 'team',
): FileAsked => ({
  name: `${edition} ${form}${form === 'docx' ? `, ${comments}` : ''}`,
  path: `/export/${form}?base=template&edition=${edition}&comments=${comments}`,
  isRedacted: edition === 'redacted',
  // All forms are asked for a team's comments; only this one has any.
  comments: form === 'docx' && edition === 'sealed' ? comments : 'none',
});

const SHEET_FILES: readonly FileAsked[] = [
  exported('docx', 'sealed', 'shared'),
  ...(['docx', 'pdf', 'json', 'csv'] as const).flatMap((form) => [
    exported(form, 'sealed'),
    exported(form, 'redacted'),
  ]),
  { name: 'filing', path: '/filing.zip?', isRedacted: false, comments: 'none' },
];

const sheetFiles = (sheetId: string): readonly FileAsked[] =>
  SHEET_FILES.map((file) => ({ ...file, path: `/sheets/${sheetId}${file.path}` }));

const REPORTS: readonly FileAsked[] = ['report.csv', 'report.pdf'].map((name) => ({
  ...{ name, path: `/${name}?auction=${DEMO_AUCTION_ID}` },
  ...{ isRedacted: false, comments: 'none' },
}));

/** All files that a person is given; what is refused is refused in one of these ways. */
export const takeFiles = async (
  { live, order }: Scene,
  { session, member }: Person,
  sheetIds: Iterable<string>,
): Promise<readonly Taken[]> => {
  const taken: Taken[] = [];
  for (const asked of [...[...sheetIds].flatMap(sheetFiles), ...REPORTS]) {
    const url = `${live.origin}/api/rooms/${SALE_ROOM_ID}${asked.path}&seat=${session.seatId}`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${session.token}` } });
    const bytes = new Uint8Array(await response.arrayBuffer());
    const line = lineOf(order);
    line.write([...response.headers].join('\n'));
    line.write(unpacked(bytes));
    if (response.status === 200) taken.push({ ...asked, line });
    else if (![401, 403, 404].includes(response.status)) {
      throw new Error(`${member.key}, ${asked.name}: ${String(response.status)}`);
    }
  }
  return taken;
};

/** What no file has, whoever takes it (COM11, TGT2, CAU1). */
const IN_NO_FILE: readonly Kind[] = [
  ...(['private note', 'target of a shipper', 'target of the carrier'] as const),
  ...(['draft of a team', 'refused text', 'inner'] as const),
];

/** What a redacted edition leaves out besides: who the parties are, and all that is only proposed. */
const IN_NOTHING_PUBLISHED: readonly Kind[] = [
  ...(['shipper team', 'shipper seat', 'bilateral sheet'] as const),
  ...(['position on a bilateral sheet', 'field of one side'] as const),
];

/** What may stand in a file of what its reader may see. */
export const sightInFile = (
  kind: Kind,
  seen: Sight,
  { isRedacted, comments }: FileAsked,
): Sight => {
  const isOut =
    IN_NO_FILE.includes(kind) ||
    (isRedacted && IN_NOTHING_PUBLISHED.includes(kind)) ||
    (kind === 'internal comment' && comments !== 'team') ||
    (kind === 'shared comment' && comments === 'none');
  return seen === 'never' || isOut ? 'never' : 'may';
};

/** Kinds that somebody must find in a file, so that the search is known to read it. */
export const FOUND_IN_FILES: Readonly<
  Record<'party' | 'carrier' | 'public', Readonly<Record<string, readonly Kind[]>>>
> = {
  party: {
    'sealed docx, shared': ['text of a bilateral sheet', 'shared comment'],
    'sealed docx, team': ['position on a bilateral sheet', 'internal comment'],
    'sealed pdf': ['text of a bilateral sheet', 'position on a bilateral sheet'],
    'sealed json': ['text of a bilateral sheet', 'position on a bilateral sheet'],
    filing: ['text of a bilateral sheet', 'position on a bilateral sheet'],
  },
  carrier: {
    // Asked for without what is its own (EXP12), which the regulator is sent.
    filing: ['field of one side'],
    'report.pdf': ['hidden reserve'],
  },
  public: {
    'redacted docx, team': ['common sheet'],
    'redacted pdf': ['common sheet'],
    'redacted json': ['common sheet'],
    'redacted csv': ['common sheet'],
    'report.pdf': ['seed'],
  },
};
