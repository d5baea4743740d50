// Refusals of files that somebody brought to a sheet. In all of them nothing was changed.

import type { Words } from './refusal-words.ts';

const NOTHING = 'Nothing was changed.';

export const FILE_REFUSALS: Words = {
  'file/not-a-zip': () =>
    `This is no Word file, or it is damaged. Save it again as .docx and try once more. ${NOTHING}`,
  'file/not-word': () =>
    `This file holds no Word document. Save it as .docx and try once more. ${NOTHING}`,
  'file/too-large': () => `This file is larger than 8 MB. Take pictures out of it. ${NOTHING}`,
  'file/bomb': () =>
    `This file unpacks to far more than a document of words. It was not read. ${NOTHING}`,
  'file/path': () =>
    `This file names places outside of itself, which no document does. It was not read. ${NOTHING}`,
  'file/macros': () =>
    `This file holds macros and was not read. Save it as .docx without them. ${NOTHING}`,
  'file/external': () =>
    `This file would fetch parts from elsewhere when it is opened, and was not read. Paste its words into a new document. ${NOTHING}`,
  'file/doctype': () =>
    `This file has parts that no Word file has, and was not read. Save it again with Word. ${NOTHING}`,
  'file/not-xml': () =>
    `A part of this file is damaged. Save it again and try once more. ${NOTHING}`,
  'file/too-deep': () =>
    `The parts of this file stand in each other far too deep. It was not read. ${NOTHING}`,
  'file/too-many-cells': () =>
    `The tables of this file have more than 50,000 cells, more than any clause can hold. Take lists as long as that out of it. ${NOTHING}`,
  'file/encrypted': () =>
    `This file is locked with a password. Save it without one and try once more. ${NOTHING}`,
  'file/too-slow': () => `This file took too long to read and was left alone. ${NOTHING}`,
  'file/not-sheet': (of) =>
    `This file is not one of this sheet: ${of.text('fault') || 'it has another form'}. ${NOTHING}`,
};
