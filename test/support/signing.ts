// A sheet on which all is agreed, ready to be frozen, for tests of signing.

import type { FieldTemplate, SheetCommand, SheetState } from '../../shared/sheet/types.ts';
import type { FieldType, FieldValue } from '../../shared/sheet/field-types.ts';
import type { Side } from '../../shared/room/types.ts';
import { speakersOf } from '../../shared/sheet/positions.ts';
import { termTemplate } from '../../shared/sheet/template.ts';
import type { SheetStream } from './offers.ts';
import { LEADS, offerSheet, viewOf } from './offers.ts';

const SCALARS = {
  money: 2_100,
  date: '2026-10-01',
  time: '06:00',
  window: { opens: '05:00', closes: '07:00', zone: 'America/New_York' },
  text: 'as agreed',
} as const;

type Scalar = Extract<FieldType, { kind: 'choice' | 'quantity' | 'percent' | 'weight' }>;

const numberOr = (type: Scalar): FieldValue => {
  switch (type.kind) {
    case 'choice':
      return type.options[0]?.id ?? '';
    case 'quantity':
      return type.min;
    case 'percent':
      return Math.max(type.min ?? 0, Math.min(10_000, type.max ?? 10_000));
    case 'weight':
      return Math.min(1_000, type.max);
  }
};

/** A value that fits a field. */
const someValue = (type: FieldType): FieldValue => {
  switch (type.kind) {
    case 'choices':
      return type.options.map(({ id }) => id);
    case 'list':
      return ['one'];
    case 'price-grid':
      return Object.fromEntries(
        type.rows.map((row) => [
          row.id,
          Object.fromEntries(type.steps.map(({ id }) => [id, 2_000])),
        ]),
      );
    case 'tiers':
      return [{ from: 0, price: 2_400 }] as unknown as FieldValue;
    case 'table':
      return [
        Object.fromEntries(
          type.columns.map((column) => [column.id, someValue(column.type)]),
        ) as Readonly<Record<string, string>>,
      ];
    case 'choice':
    case 'quantity':
    case 'percent':
    case 'weight':
      return numberOr(type);
    default:
      return SCALARS[type.kind];
  }
};

const isPrivate = (field: FieldTemplate): boolean => field.privateTo !== undefined;

/** Positions that agree a term, in the order in which they are taken. */
export const agreeing = (
  state: SheetState,
  termId: string,
  hashOf: (termId: string) => string | undefined,
): readonly SheetCommand[] => {
  const template = state.template ? termTemplate(state.template, termId) : undefined;
  if (!template || state.terms[termId]?.agreed) return [];
  const value =
    template.kind === 'field'
      ? ({ kind: 'field', value: someValue(template.type) } as const)
      : ({ kind: 'clause', hash: hashOf(termId) ?? '' } as const);
  return speakersOf(state, template).map((side) => ({ type: 'TakePosition', side, termId, value }));
};

/** Agrees every required term that both sides know. */
export const agreeAll = (stream: SheetStream): void => {
  for (const termId of Object.keys(stream.state.terms)) {
    const { template } = stream.state;
    const term = template ? termTemplate(template, termId) : undefined;
    if (!term?.isRequired || (term.kind === 'field' && isPrivate(term))) continue;
    for (const command of agreeing(stream.state, termId, (id) => stream.text?.clauseHash(id))) {
      stream.must(command, 'side' in command && command.side ? LEADS[command.side] : undefined);
    }
  }
};

export const readySheet = (): SheetStream => {
  const stream = offerSheet();
  agreeAll(stream);
  return stream;
};

export const cover = (stream: SheetStream, basisPoints: number): void => {
  const value = { kind: 'field', value: basisPoints } as const;
  const command = {
    type: 'TakePosition',
    side: 'carrier',
    termId: 'cost-coverage',
    value,
  } as const;
  stream.must(command, LEADS.carrier);
};

export const freeze = (stream: SheetStream, side: Side = 'carrier'): void => {
  const hash = viewOf(stream, side).signing?.hash ?? '';
  stream.must({ type: 'FreezeSheet', side, hash }, LEADS[side]);
};

type Sign = Extract<SheetCommand, { readonly type: 'SignSheet' }>;

export const sign = (
  stream: SheetStream,
  side: Side,
  office: string,
  more: Partial<Sign> = {},
): Sign => ({
  ...{ type: 'SignSheet', side, office, name: `${office} of the ${side}`, title: 'Head' },
  hash: viewOf(stream, side).signing?.hash ?? '',
  ...more,
});

/** All offices of a side sign in order. */
export const signAll = (stream: SheetStream, side: Side): void => {
  for (const office of viewOf(stream, side).signing?.order[side] ?? []) {
    stream.must(sign(stream, side, office), LEADS[side]);
  }
};
