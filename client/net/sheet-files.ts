// The server's doors for files of a sheet: where they are fetched, how one is brought to be compared, what is left to do
// before filing.

import type { ProtocolError } from '../../shared/protocol/errors.ts';
import type { FilingAnswer, SheetFileAnswer } from '../../shared/protocol/files.ts';
import type { Result } from '../../shared/protocol/messages.ts';

/** A sheet as one seat sees it. */
export interface SheetPlace {
  readonly roomId: string;
  readonly seatId: string;
  readonly sheetId: string;
}

export type FileForm = 'docx' | 'pdf' | 'json' | 'csv';
export type Edition = 'sealed' | 'redacted';

const UNREACHABLE: ProtocolError = {
  code: 'protocol/unavailable',
  message: 'The server cannot be reached. Nothing was changed; try again in a moment.',
  retry: 'later',
};

const pathOf = ({ roomId, seatId, sheetId }: SheetPlace, rest: string): string => {
  const [room, sheet, seat] = [roomId, sheetId, seatId].map(encodeURIComponent);
  return `/api/rooms/${room ?? ''}/sheets/${sheet ?? ''}/${rest}?seat=${seat ?? ''}`;
};

/** Where a file of the sheet is downloaded. */
export const exportPath = (
  place: SheetPlace,
  form: FileForm,
  {
    edition,
    reading,
    comments = 'shared',
    hasOwnFields = false,
  }: {
    readonly edition: Edition;
    readonly reading: 'redline' | 'clean';
    /** What a Word file has of comments. */
    readonly comments?: 'shared' | 'team';
    /** With what only the own side sees. */
    readonly hasOwnFields?: boolean;
  },
): string =>
  `${pathOf(place, `export/${form}`)}&edition=${edition}&reading=${reading}&comments=${comments}` +
  (hasOwnFields ? '&own=yes' : '');

/** Where the file is that a row of awarded lots names by its hash. */
export const schedulePath = (place: SheetPlace, auctionId: string): string =>
  pathOf(place, `awards/${encodeURIComponent(auctionId)}`);

/** Where the package of a filing is downloaded. */
export const packagePath = (place: SheetPlace, approvedOn: readonly string[]): string =>
  `${pathOf(place, 'filing.zip')}&approved=${approvedOn.join(',')}`;

const asked = async <T extends object>(path: string, init?: RequestInit): Promise<Result<T>> => {
  try {
    const response = await fetch(path, { credentials: 'same-origin', ...init });
    const body = (await response.json()) as T & { readonly error?: ProtocolError };
    if (response.ok) return { ok: true, value: body };
    return { ok: false, error: body.error ?? UNREACHABLE };
  } catch (cause) {
    console.warn('the server could not be reached', cause);
    return { ok: false, error: UNREACHABLE };
  }
};

/** What is left to do before filing, with the days of approvals that the reader knows of. */
export const fetchFiling = (
  place: SheetPlace,
  approvedOn: readonly string[],
): Promise<Result<FilingAnswer>> =>
  asked(`${pathOf(place, 'filing')}&approved=${approvedOn.join(',')}`);

/** Sends a file to be compared with the sheet; nothing is changed by it. */
export const compareFile = (place: SheetPlace, file: File): Promise<Result<SheetFileAnswer>> =>
  asked(pathOf(place, 'compare'), {
    method: 'POST',
    body: file,
    headers: {
      'content-type': /\.json$/i.test(file.name) ? 'application/json' : 'application/octet-stream',
    },
  });
