// The mark of a rehearsal on paper and in words, wherever a rehearsal is read without its room; and on nothing else.

import { describe, expect, it } from 'vitest';
import { docxOf } from '../../server/export/docx/document.ts';
import { pdfSourceOf } from '../../server/export/pdf-paper.ts';
import { reportDocument } from '../../server/export/report-pdf.ts';
import { reportCsv } from '../../shared/report/report-csv.ts';
import type { Report } from '../../shared/report/report-types.ts';
import { REHEARSAL_NOTE, rehearsalTitle } from '../../shared/room/rehearsal-title.ts';
import { rehearsalText } from '../../shared/verify/report-words.ts';
import type { Report as Verified } from '../../shared/verify/report.ts';
import { docxParts, everythingIn } from '../support/docx-parts.ts';
import { AS_OF, paperWith } from './paper-fixture.ts';

const REAL = 'Last mile 2026';
const MARKED = rehearsalTitle(REAL);

const report = (title: string): Report => ({
  ...{ roomId: 'r', auctionId: 'a', room: title, title, viewer: 'the public', asOfMs: AS_OF },
  ...{ facts: [], sections: [] },
});

const verified = (title: string): Verified => ({
  head: { title, viewer: { kind: 'public' }, madeAtMs: AS_OF } as Verified['head'] & object,
  ...{ findings: [], hasMore: false, streams: [], auctions: [], lines: 1, notChecked: [] },
});

describe('[REH2] the mark of a rehearsal', () => {
  it('lies across each page of a printed sheet and of a printed report', () => {
    const sheet = (title: string) => pdfSourceOf(paperWith({ rows: [] }, { title }));
    expect([sheet(MARKED).watermark, sheet(REAL).watermark]).toEqual(['REHEARSAL', undefined]);
    expect(JSON.stringify(sheet(MARKED).content)).toContain(REHEARSAL_NOTE);
    expect(JSON.stringify(sheet(REAL).content)).not.toContain(REHEARSAL_NOTE);
    const printed = (title: string) => reportDocument(report(title));
    expect([printed(MARKED).watermark, printed(REAL).watermark]).toEqual(['REHEARSAL', undefined]);
  });

  it('stands in the head of each page of a Word document', async () => {
    const marked = docxParts(await docxOf(paperWith({ rows: [] }, { title: MARKED })));
    expect(marked.texts['word/header1.xml']).toContain(REHEARSAL_NOTE);
    const real = docxParts(await docxOf(paperWith({ rows: [] }, { title: REAL })));
    expect(everythingIn(real)).not.toContain(REHEARSAL_NOTE);
    expect(real.texts['word/header1.xml']).toBeUndefined();
  });

  it('is the first line of a report as a table, and of what is verified', () => {
    expect(reportCsv(report(MARKED)).split('\r\n')[0]).toContain(REHEARSAL_NOTE);
    expect(reportCsv(report(REAL))).not.toContain(REHEARSAL_NOTE);
    expect(rehearsalText(verified(MARKED))).toBe(REHEARSAL_NOTE);
    expect(rehearsalText(verified(REAL))).toBeUndefined();
  });
});
