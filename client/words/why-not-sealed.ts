// What is wrong with a schedule that was refused, step by step, and the nearest one that would be taken.

import { blocksOf } from '../../shared/auction/award-parts.ts';
import { nearestSchedule } from '../../shared/auction/formats/sealed-nearest.ts';
import type { ScheduleBid, SealedStep } from '../../shared/auction/formats/sealed-types.ts';
import { minimumOf, multipleOf } from '../../shared/auction/lot-quanta.ts';
import { reaches } from '../../shared/auction/price-direction.ts';
import type { AuctionViewOf, LotView } from '../../shared/room/view-types.ts';
import { count } from '../format/amounts.ts';
import { formatMills } from '../format/money.ts';
import { partsInWords } from '../format/parts.ts';
import type { OwnReasons, WhyNotRow } from './why-not.ts';

type Terms = Pick<AuctionViewOf<'sealed'>, 'lots' | 'rules'>;

const stepRows = (
  { direction }: Terms['rules'],
  lot: LotView,
  steps: readonly SealedStep[],
): readonly WhyNotRow[] =>
  steps.flatMap(({ quantityBlocks, priceMills }, place) => {
    const price = { label: `Price of step ${String(place + 1)}`, asked: formatMills(priceMills) };
    const before = steps[place - 1]?.priceMills;
    const [orBetter, worse] =
      direction === 'forward' ? (['or more', 'less'] as const) : (['or less', 'more'] as const);
    const isWorse = before === undefined || !reaches(direction, priceMills, before);
    const rows: readonly (WhyNotRow | false)[] = [
      priceMills % lot.tickMills !== 0 && {
        ...price,
        allowed: `multiples of ${formatMills(lot.tickMills)}`,
      },
      !reaches(direction, priceMills, lot.openingPriceMills) && {
        ...price,
        allowed: `${formatMills(lot.openingPriceMills)} ${orBetter}`,
      },
      !isWorse && { ...price, allowed: `${worse} than ${formatMills(before)}` },
      quantityBlocks % multipleOf(lot) !== 0 && {
        label: `Blocks of step ${String(place + 1)}`,
        asked: count(quantityBlocks),
        allowed: `multiples of ${count(multipleOf(lot))}`,
      },
    ];
    return rows.filter((row) => row !== false);
  });

const totalRows = (lot: LotView, steps: readonly SealedStep[]): readonly WhyNotRow[] => {
  const all = blocksOf(steps);
  const most = Math.min(lot.supplyBlocks, lot.capBlocks ?? lot.supplyBlocks);
  const row = { label: 'Blocks of all steps', asked: count(all) };
  if (all > most) return [{ ...row, allowed: `${count(most)} or fewer` }];
  const least = minimumOf(lot);
  return all < least ? [{ ...row, allowed: `${count(least)} or more` }] : [];
};

const optionRows = (
  { scoring }: Terms['rules'],
  chosen: ScheduleBid['attributes'] = {},
): readonly WhyNotRow[] => {
  const asked = scoring?.attributes ?? [];
  const open = asked.filter(({ id, options }) => !options.some((each) => each.id === chosen[id]));
  const stray = Object.keys(chosen).filter((id) => !asked.some((each) => each.id === id));
  return [
    ...open.map(({ id, name, options }) => ({
      label: name,
      asked: chosen[id] ?? 'nothing',
      allowed: options.map((option) => option.name).join(', '),
    })),
    ...stray.map((id) => ({ label: id, asked: chosen[id] ?? '', allowed: 'nothing' })),
  ];
};

const inWords = ({ scoring }: Terms['rules'], asked: ScheduleBid, nearest: ScheduleBid): string => {
  const moved = (scoring?.attributes ?? []).filter(
    ({ id }) => asked.attributes?.[id] !== nearest.attributes?.[id],
  );
  const options = moved.map(({ id, name, options }) => {
    const option = options.find((each) => each.id === nearest.attributes?.[id]);
    return `${name}: ${option?.name ?? ''}`;
  });
  return [partsInWords(nearest.steps), ...options].join(', ');
};

/** Everything that the rules do not take of a schedule, and the nearest one that they do (SLD8). */
export const whyNotScheduleCard = ({ lots, rules }: Terms, bid: ScheduleBid): OwnReasons => {
  const lot = lots[bid.lotId];
  if (!lot || bid.steps.length === 0) return { rows: [] };
  const tooMany = bid.steps.length > rules.maximumSteps && {
    label: 'Steps',
    asked: count(bid.steps.length),
    allowed: `${count(rules.maximumSteps)} or fewer`,
  };
  const nearest = nearestSchedule({ lots, rules }, bid);
  return {
    rows: [
      ...(tooMany ? [tooMany] : []),
      ...stepRows(rules, lot, bid.steps),
      ...totalRows(lot, bid.steps),
      ...optionRows(rules, bid.attributes),
    ],
    ...(nearest && {
      change: {
        priceMills: nearest.steps[0]?.priceMills ?? 0,
        bid: nearest,
        words: inWords(rules, bid, nearest),
      },
    }),
  };
};
