// Reads a Word document from outside. Whatever could do harm is refused by name: bombs, macros, parts from elsewhere,
// document types, paths that lead out. Runs in a thread of its own (office.ts).

import type { IncomingFile } from '../../../shared/sheet/incoming/types.ts';
import { BodyIn } from './body-in.ts';
import { definitionsOf } from './definitions.ts';
import { FileRefused } from './refused.ts';
import { visitXml } from './xml-in.ts';
import { ZipIn } from './zip-in.ts';

const BODY = 'word/document.xml';
const TYPES = '[Content_Types].xml';
const HYPERLINK = '/hyperlink';

/** Macros have a part of their own, and the type of the document says that it may have them. */
const refuseMacros = (zip: ZipIn): void => {
  if (zip.names.some((name) => /vba|macro|\.bin$|activex/i.test(name))) {
    throw new FileRefused('file/macros');
  }
  const types = zip.read(TYPES);
  if (!types) throw new FileRefused('file/not-word');
  visitXml(types, {
    open: (_, attributes) => {
      if (/macro|vba/i.test(attributes['ContentType'] ?? '')) throw new FileRefused('file/macros');
    },
  });
};

/** Words of a link are taken and its target is not; anything else from elsewhere is fetched when a file is opened. */
const refuseExternal = (zip: ZipIn): void => {
  for (const name of zip.names.filter((each) => each.endsWith('.rels'))) {
    visitXml(zip.read(name) ?? new Uint8Array(), {
      open: (_, attributes) => {
        const { Type = '', TargetMode = '' } = attributes;
        const isElsewhere = TargetMode.toLowerCase() === 'external' && !Type.endsWith(HYPERLINK);
        if (isElsewhere) throw new FileRefused('file/external', Type);
      },
    });
  }
};

const countComments = (zip: ZipIn): number => {
  let count = 0;
  const part = zip.read('word/comments.xml');
  if (part) {
    visitXml(part, {
      open: (name) => {
        if (name === 'w:comment') count += 1;
      },
    });
  }
  return count;
};

/** The words of a .docx file. Throws FileRefused for what must not be read (IMP1 to IMP3). */
export const readDocx = (bytes: Uint8Array): IncomingFile => {
  const zip = new ZipIn(bytes);
  if (!zip.names.includes(BODY)) throw new FileRefused('file/not-word');
  refuseMacros(zip);
  refuseExternal(zip);
  const definitions = definitionsOf(zip.read('word/styles.xml'), zip.read('word/numbering.xml'));
  const body = new BodyIn(definitions);
  visitXml(zip.read(BODY) ?? new Uint8Array(), body);
  return body.file(countComments(zip));
};
