// Fetches a file that the server makes and hands it to the browser to keep, so that a refusal becomes words on the page
// instead of a download that failed.

import type { ProtocolError } from '../../shared/protocol/errors.ts';

const UNREACHABLE: ProtocolError = {
  code: 'protocol/unavailable',
  message: 'The server cannot be reached. Nothing was changed; try again in a moment.',
  retry: 'later',
};

const nameIn = (disposition: string | null): string =>
  /filename="([^"]+)"/.exec(disposition ?? '')?.[1] ?? 'parley';

/** Hands bytes that the page has to the browser to keep. */
export const keep = (bytes: Blob, name: string): void => {
  const url = URL.createObjectURL(bytes);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken it once the click is done with.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  });
};

/** Keeps the file of a path; answers why there is none. */
export const download = async (path: string): Promise<ProtocolError | undefined> => {
  try {
    const response = await fetch(path, { credentials: 'same-origin' });
    if (!response.ok) {
      const { error } = (await response.json()) as { readonly error?: ProtocolError };
      return error ?? UNREACHABLE;
    }
    keep(await response.blob(), nameIn(response.headers.get('content-disposition')));
    return undefined;
  } catch (cause) {
    console.warn('the server could not be reached', cause);
    return UNREACHABLE;
  }
};
