// What a Word document defines beside its text: which styles are headings, which lists are numbered.

import type { Attributes } from './xml-in.ts';
import { visitXml } from './xml-in.ts';

interface Style {
  name: string;
  basedOn?: string;
  outline?: number;
  numId?: string;
}

export interface Definitions {
  /** 1 for the highest; undefined for a style that is no heading. */
  readonly headingOf: (styleId: string) => number | undefined;
  /** The list that a style puts its paragraphs in. */
  readonly listOf: (styleId: string) => string | undefined;
  readonly isOrdered: (numId: string, level: number) => boolean;
}

const value = (attributes: Attributes): string => attributes['w:val'] ?? '';

const stylesIn = (bytes: Uint8Array): ReadonlyMap<string, Style> => {
  const styles = new Map<string, Style>();
  let current: Style | undefined;
  visitXml(bytes, {
    open: (name, attributes) => {
      if (name === 'w:style') {
        current = { name: '' };
        styles.set(attributes['w:styleId'] ?? '', current);
      } else if (!current) return;
      else if (name === 'w:name') current.name = value(attributes);
      else if (name === 'w:basedOn') current.basedOn = value(attributes);
      else if (name === 'w:outlineLvl') current.outline = Number(value(attributes));
      else if (name === 'w:numId') current.numId = value(attributes);
    },
    close: (name) => {
      if (name === 'w:style') current = undefined;
    },
  });
  return styles;
};

const formatsIn = (bytes: Uint8Array): ReadonlyMap<string, string> => {
  const [formats, lists] = [new Map<string, string>(), new Map<string, string>()];
  let [abstract, level, number] = ['', '', ''];
  visitXml(bytes, {
    open: (name, attributes) => {
      if (name === 'w:abstractNum') abstract = attributes['w:abstractNumId'] ?? '';
      else if (name === 'w:lvl') level = attributes['w:ilvl'] ?? '';
      else if (name === 'w:numFmt') formats.set(`${abstract} ${level}`, value(attributes));
      else if (name === 'w:num') number = attributes['w:numId'] ?? '';
      else if (name === 'w:abstractNumId') lists.set(number, value(attributes));
    },
  });
  const found = new Map<string, string>();
  for (const [numId, abstractId] of lists) {
    for (const [key, format] of formats) {
      const [owner, ofLevel] = key.split(' ');
      if (owner === abstractId) found.set(`${numId} ${ofLevel ?? ''}`, format);
    }
  }
  return found;
};

const HEADING_NAME = /^heading\s*([1-9])$/i;
const MAX_BASES = 12;

/** The definitions of a document; either part may be missing. */
export const definitionsOf = (
  stylesXml: Uint8Array | undefined,
  numberingXml: Uint8Array | undefined,
): Definitions => {
  const styles = stylesXml ? stylesIn(stylesXml) : new Map<string, Style>();
  const formats = numberingXml ? formatsIn(numberingXml) : new Map<string, string>();
  const firstOf = <T>(styleId: string, pick: (style: Style) => T | undefined): T | undefined => {
    let style = styles.get(styleId);
    for (let left = MAX_BASES; style && left > 0; left -= 1) {
      const found = pick(style);
      if (found !== undefined) return found;
      style = style.basedOn === undefined ? undefined : styles.get(style.basedOn);
    }
    return undefined;
  };
  return {
    headingOf: (styleId) =>
      firstOf(styleId, ({ name, outline }) => {
        if (outline !== undefined && outline < 9) return outline + 1;
        const level = HEADING_NAME.exec(name)?.[1];
        return level === undefined ? undefined : Number(level);
      }),
    listOf: (styleId) => firstOf(styleId, ({ numId }) => numId),
    isOrdered: (numId, level) => {
      const format = formats.get(`${numId} ${String(level)}`) ?? 'bullet';
      return format !== 'bullet' && format !== 'none';
    },
  };
};
