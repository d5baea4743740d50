// The smallest quantity of a lot and the steps in which it grows, where a format divides lots by them.

import type { Rejection } from '../kernel/rejection.ts';
import type { Lot } from './types.ts';
import { reject } from '../kernel/rejection.ts';
import { wrongLot } from './rule-bounds.ts';

type Quanta = Pick<Lot, 'minimumBlocks' | 'multipleBlocks'>;

/** The step of quantities in blocks; 1 unless the lot says otherwise. */
export const multipleOf = ({ multipleBlocks }: Quanta): number => multipleBlocks ?? 1;

/** The smallest quantity in blocks; the lot's step unless it says otherwise. */
export const minimumOf = (lot: Quanta): number => lot.minimumBlocks ?? multipleOf(lot);

/** Supply, cap and minimum are whole numbers of the step, and the minimum is no more than either (AUC17). */
export const checkQuanta = (lots: readonly Lot[]): Rejection | undefined => {
  for (const lot of lots) {
    const [multiple, minimum] = [multipleOf(lot), minimumOf(lot)];
    const { supplyBlocks } = lot;
    if (supplyBlocks % multiple !== 0) {
      return wrongLot(lot, 'multipleBlocks', 'divisor-of-supply', { supplyBlocks });
    }
    if (minimum % multiple !== 0 || minimum > supplyBlocks) {
      const numbers = { multipleBlocks: multiple, supplyBlocks };
      return wrongLot(lot, 'minimumBlocks', 'multiple-within-supply', numbers);
    }
    if (
      lot.capBlocks !== undefined &&
      (lot.capBlocks % multiple !== 0 || lot.capBlocks < minimum)
    ) {
      const numbers = { multipleBlocks: multiple, minimumBlocks: minimum };
      return wrongLot(lot, 'capBlocks', 'multiple-from-minimum', numbers);
    }
  }
  return undefined;
};

/** Refuses a minimum or step where the format knows neither: nothing that is set may be without effect (AUC17). */
export const refuseQuanta = (lots: readonly Lot[]): Rejection | undefined => {
  const lot = lots.find(
    ({ minimumBlocks, multipleBlocks }) => (minimumBlocks ?? multipleBlocks) !== undefined,
  );
  const field = lot?.minimumBlocks === undefined ? 'multipleBlocks' : 'minimumBlocks';
  return lot && wrongLot(lot, field, 'none-in-this-format');
};

/** Why a quantity of a lot cannot be asked for, with what can; undefined when it can (AUC17). */
export const checkQuantity = (lot: Lot, quantityBlocks: number): Rejection | undefined => {
  const [multipleBlocks, minimumBlocks] = [multipleOf(lot), minimumOf(lot)];
  if (quantityBlocks < minimumBlocks) return reject('bid/below-minimum', { minimumBlocks });
  if (quantityBlocks % multipleBlocks !== 0) return reject('bid/off-multiple', { multipleBlocks });
  return undefined;
};
