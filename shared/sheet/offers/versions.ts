// Versions of a sheet: each agreement, reopening, award and offer is one, kept as what it changed. What was hidden from
// somebody is in none of them, so that neither their number nor their age tells of it.

import type { EventContext } from '../../kernel/decider.ts';
import type { TermId } from '../../kernel/ids.ts';
import type { SheetEvent, SheetState } from '../types.ts';
import type { SheetVersion, VersionBook } from './types.ts';
import { canonicalJson } from '../../kernel/json.ts';
import { termTemplate } from '../template.ts';

/** Versions that are kept; what the oldest changed goes into the base of the list. */
export const MAX_VERSIONS = 150;
/** Characters of all kept values as JSON. */
const MAX_VERSIONS_SIZE = 400_000;

const EMPTY: VersionBook = { base: {}, list: [] };

type Change = Pick<SheetVersion, 'kind' | 'values' | 'opened'> & Pick<SheetVersion, 'offerId'>;

/** Fields that are private to a side have no versions. */
const isShared = ({ template }: SheetState, termId: TermId): boolean => {
  const term = template ? termTemplate(template, termId) : undefined;
  return term !== undefined && (term.kind === 'clause' || term.privateTo === undefined);
};

const changeOf = (state: SheetState, event: SheetEvent): Change | undefined => {
  switch (event.type) {
    case 'TermAgreed':
      return isShared(state, event.termId)
        ? { kind: 'agreement', values: { [event.termId]: event.value }, opened: [] }
        : undefined;
    case 'TermReopened':
      return isShared(state, event.termId)
        ? { kind: 'reopening', values: {}, opened: [event.termId] }
        : undefined;
    case 'AwardTaken':
      return { kind: 'award', values: event.positions, opened: [] };
    case 'SheetFrozen':
      return { kind: 'freeze', values: {}, opened: [] };
    case 'OfferMade': {
      const { items, offerId } = event;
      const values = Object.fromEntries(items.map(({ termId, value }) => [termId, value]));
      return { kind: 'offer', offerId, values, opened: [] };
    }
    default:
      return undefined;
  }
};

/** What is agreed after one version more; an offer agrees nothing. */
const advanced = (
  base: VersionBook['base'],
  { kind, values, opened }: SheetVersion,
): VersionBook['base'] => {
  if (kind === 'offer') return base;
  const left = Object.entries(base).filter(([termId]) => !opened.includes(termId));
  return { ...Object.fromEntries(left), ...values };
};

const sizeOf = ({ values }: SheetVersion): number => canonicalJson(values).length;

const bounded = ({ base, list }: VersionBook): VersionBook => {
  let [first, kept] = [base, list];
  let size = list.reduce((sum, version) => sum + sizeOf(version), 0);
  for (const oldest of list) {
    if (kept.length <= MAX_VERSIONS && size <= MAX_VERSIONS_SIZE) break;
    first = advanced(first, oldest);
    kept = kept.slice(1);
    size -= sizeOf(oldest);
  }
  return { base: first, list: kept };
};

/** What one command agrees and reopens is one version (VER1). */
const joined = (
  last: SheetVersion | undefined,
  change: Change,
  context: EventContext,
): SheetVersion | undefined => {
  const isOne = last?.commandId === context.id && last.kind !== 'offer' && change.kind !== 'offer';
  if (!last || !isOne) return undefined;
  const opened = [...last.opened, ...change.opened].filter((id) => !(id in change.values));
  const kind = last.kind === 'reopening' ? change.kind : last.kind;
  return { ...last, kind, values: { ...last.values, ...change.values }, opened };
};

/** The state with what an event adds to its versions. */
export const withVersion = (
  state: SheetState,
  event: SheetEvent,
  context: EventContext,
): SheetState => {
  const change = changeOf(state, event);
  if (!change) return state;
  const { base, list } = state.versions ?? EMPTY;
  const last = list.at(-1);
  const more = joined(last, change, context);
  const next: SheetVersion = more ?? {
    atMs: context.at,
    bySeatId: context.by.kind === 'seat' ? context.by.seatId : null,
    commandId: context.id,
    ...change,
  };
  const versions = bounded({ base, list: [...(more ? list.slice(0, -1) : list), next] });
  return { ...state, versions };
};

/** One version with all that stands in it: what was agreed, and for an offer what it names in its place (VER2). */
export const contentsOf = <Value>(
  base: Readonly<Record<TermId, Value>>,
  versions: readonly {
    readonly kind: SheetVersion['kind'];
    readonly values: Readonly<Record<TermId, Value>>;
    readonly opened?: readonly TermId[] | undefined;
  }[],
): readonly Readonly<Record<TermId, Value>>[] => {
  let agreed = base;
  return versions.map(({ kind, values, opened = [] }) => {
    if (kind === 'offer') return { ...agreed, ...values };
    const left = Object.entries(agreed).filter(([termId]) => !opened.includes(termId));
    agreed = { ...Object.fromEntries(left), ...values };
    return agreed;
  });
};
