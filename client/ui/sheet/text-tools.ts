// What opens the text of a sheet, reads it and writes into it, as one part of the page: fetched before the panel, so
// that the text is on its way while the panel is still read.

import { openSheetText } from '../../net/sheet-text.ts';
import {
  clauseHash,
  clauseJson,
  clauseText,
  differs,
  draftWording,
  isSameDraft,
  joinedDrafts,
  putDraftBack,
} from './clause-text.ts';

export const textTools = {
  openSheetText,
  clauseHash,
  clauseJson,
  clauseText,
  differs,
  draftWording,
  isSameDraft,
  joinedDrafts,
  putDraftBack,
} as const;

export type TextTools = typeof textTools;
