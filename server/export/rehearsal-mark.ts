// The mark of a rehearsal on paper: words across every page of whatever has the mark in its title (REH2).

import { isRehearsalTitle } from '../../shared/room/rehearsal-title.ts';
import type { PdfSource } from './pdf.ts';

/** What a PDF of this title carries across its pages; nothing for what is none of a rehearsal. */
export const rehearsalMark = (title: string): Pick<PdfSource, 'watermark'> =>
  isRehearsalTitle(title) ? { watermark: 'REHEARSAL' } : {};
