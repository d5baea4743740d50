// What the page says of files that came to a sheet: why one was not read, what it brought with it.

import type { Rejection } from '../../shared/kernel/rejection.ts';
import type { ProtocolError } from '../../shared/protocol/errors.ts';
import type { ComparedFile } from '../../shared/protocol/files.ts';
import { formatCounted } from '../../shared/kernel/amount-text.ts';
import { FILE_REFUSALS } from './refusals/file-refusals.ts';
import { Params } from './refusals/refusal-words.ts';
import { sentenceFor } from './rejections.ts';

/** The sentence for a file that is not read. */
export const fileSentence = (refusal: Rejection | ProtocolError): string => {
  const words = Object.hasOwn(FILE_REFUSALS, refusal.code)
    ? FILE_REFUSALS[refusal.code]
    : undefined;
  return words ? words(new Params({ ...refusal })) : sentenceFor(refusal);
};

/** What a reader must know before the differences: changes that the file tracked itself, comments, links. */
export const bannersOf = (file: ComparedFile): readonly string[] => {
  if (file.kind === 'json') return [];
  const { tracked, comments, links } = file;
  const changes = tracked.insertions + tracked.deletions;
  const by = tracked.authors.filter((author) => author !== '').join(', ');
  return [
    ...(changes > 0
      ? [
          `This file carried tracked changes of its own (${formatCounted(tracked.insertions, 'insertion')}, ${formatCounted(tracked.deletions, 'deletion')}${by === '' ? '' : `, by ${by}`}). They are read as accepted; who made them is what the file says.`,
        ]
      : []),
    ...(comments > 0
      ? [
          `${formatCounted(comments, 'comment')} in the file ${comments === 1 ? 'was' : 'were'} not read.`,
        ]
      : []),
    ...(links > 0
      ? [`The words of ${formatCounted(links, 'link')} were read, the links were not.`]
      : []),
  ];
};

const HOW = {
  bookmark: 'found by its mark',
  heading: 'found by its heading',
  number: 'found by its number',
  likeness: 'found by its words: look twice',
  id: '',
} as const;

/** How a clause of the file was recognised. */
export const foundBy = (by: keyof typeof HOW): string => HOW[by];
