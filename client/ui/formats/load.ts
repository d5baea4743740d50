// The parts of each format that the page can show, loaded when an auction of it is. The one place that names them all.

import type { FormatId } from '../../../shared/auction/types.ts';
import type { FormatParts } from './parts.ts';

type Loaders = { readonly [F in FormatId]?: () => Promise<FormatParts<F>> };

const LOADERS: Loaders = {
  clock: async () => (await import('./clock/clock-parts.ts')).clockParts,
  english: async () => (await import('./english/english-parts.ts')).englishParts,
  sealed: async () => (await import('./sealed/sealed-parts.ts')).sealedParts,
  dutch: async () => (await import('./dutch/dutch-parts.ts')).dutchParts,
  package: async () => (await import('./package/package-parts.ts')).packageParts,
};

/** Formats that the page has parts for. */
export const SHOWN_FORMATS = Object.keys(LOADERS) as readonly FormatId[];

/** The parts of a format; rejects where they cannot be loaded, undefined where the page has none. */
export const loadParts = (format: FormatId): Promise<FormatParts<FormatId>> | undefined =>
  // They are given auctions of that format only, which the type of a record cannot say.
  LOADERS[format]?.() as Promise<FormatParts<FormatId>> | undefined;
