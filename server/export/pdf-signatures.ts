// The signatures at the end of a printed sheet.

import type { Content, TableCell } from 'pdfmake/interfaces.js';
import type { Paper } from '../../shared/sheet/paper/types.ts';
import { SIGNATURES_HEADING, signatureFacts, signatureWords } from './signature-words.ts';

/** What stands below the last section; nothing on a paper without signatures (EXP13). */
export const signatureContent = ({ signatures }: Paper): readonly Content[] => {
  if (!signatures) return [];
  const body = signatures.rows
    .map(signatureWords)
    .map(({ office, who, how, isGiven }): TableCell[] => [
      { text: office, bold: true },
      {
        stack: [
          isGiven ? { text: who } : { text: who, style: 'soft' },
          ...how.map((text) => ({ text, style: 'soft' })),
        ],
      },
    ]);
  return [
    { text: SIGNATURES_HEADING, style: 'h2' },
    ...signatureFacts(signatures).map((text): Content => ({ text, style: 'soft' })),
    {
      ...{ layout: 'hairlines', margin: [0, 6, 0, 0] },
      table: { widths: [150, '*'], dontBreakRows: true, body },
    },
  ];
};
