// Where the faults of a template stand: in which term or section, so that whoever edits it reads each beside what is wrong.

import type { SectionTemplate, Template } from './types.ts';

export interface PlacedFaults {
  /**
   * By `<section>.<term>`, both counted from 0; a section itself is `<section>`, what it computes `<section>.derived.<n>`,
   * what it assumes `<section>.assumptions.<n>`.
   */
  readonly at: ReadonlyMap<string, readonly string[]>;
  /** Those of the template as a whole. */
  readonly rest: readonly string[];
}

const PATH =
  /^sections\.(\d+)(?:\.terms\.(\d+)|\.((?:assumptions|derived)\.\d+))?\.?([^:]*): (.*)$/s;

/** Which computed value or assumption an id belongs to. */
const valuePlace = ({ assumptions = [], derived = [] }: SectionTemplate, id: string) => {
  const computed = derived.findIndex((each) => each.id === id);
  if (computed >= 0) return `derived.${String(computed)}`;
  const assumed = assumptions.findIndex((each) => each.id === id);
  return assumed >= 0 ? `assumptions.${String(assumed)}` : undefined;
};

/** The place of what a fault names first: `field "a"`, `clause "b"`, `"c" refers to …`. */
const namedPlace = ({ sections }: Template, fault: string): string | undefined => {
  const id = /"([^"]*)"/.exec(fault)?.[1];
  if (id === undefined) return undefined;
  for (const [at, section] of sections.entries()) {
    const term = section.terms.findIndex((each) => each.id === id);
    if (term >= 0) return `${String(at)}.${String(term)}`;
    const value = valuePlace(section, id);
    if (value !== undefined) return `${String(at)}.${value}`;
    if (section.id === id) return String(at);
  }
  return undefined;
};

const placeOf = (template: Template, fault: string): readonly [string | undefined, string] => {
  const [, section, term, value, part = '', words = ''] = PATH.exec(fault) ?? [];
  if (section === undefined) return [namedPlace(template, fault), fault];
  const said = part === '' ? words : `${part}: ${words}`;
  const inSection = term ?? value;
  return [inSection === undefined ? section : `${section}.${inSection}`, said];
};

/** Faults as `readTemplate` says them, each at its place (STP4). `template` may be any draft, however wrong. */
export const placedFaults = (template: Template, faults: readonly string[]): PlacedFaults => {
  const at = new Map<string, string[]>();
  const rest: string[] = [];
  for (const fault of faults) {
    const [place, words] = placeOf(template, fault);
    if (place === undefined) rest.push(words);
    else at.set(place, [...(at.get(place) ?? []), words]);
  }
  return { at, rest };
};
