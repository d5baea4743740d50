// Units that must never be mixed: money, instants, durations, shares.
// A branded number costs nothing at run time and stops a price from being added to a time.
// Constructors check once at the border; arithmetic inside the domain stays plain integer arithmetic.

declare const unit: unique symbol;

/** Money a piece, in thousandths of a US dollar ($0.001). Always a safe integer, never negative. */
export type Mills = number & { readonly [unit]: 'mills' };

/** An instant: milliseconds since 1970-01-01T00:00:00Z, by the journal's clock unless a name says otherwise. */
export type EpochMs = number & { readonly [unit]: 'epoch-ms' };

/** A length of time in milliseconds, never negative. */
export type DurationMs = number & { readonly [unit]: 'duration-ms' };

/** A share in hundredths of a percent: 10 % is 1000. Always an integer. */
export type BasisPoints = number & { readonly [unit]: 'basis-points' };

const checked = (value: number, name: string): number => {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(`${name} must be a whole number of at least 0, not ${String(value)}`);
  }
  return value;
};

/** Takes a whole number of mills. Throws RangeError on fractions, negatives and unsafe integers. */
export const mills = (value: number): Mills => checked(value, 'mills') as Mills;

/** Takes whole milliseconds since the epoch. Throws RangeError on fractions and negatives. */
export const epochMs = (value: number): EpochMs => checked(value, 'epochMs') as EpochMs;

/** Takes whole milliseconds. Throws RangeError on fractions and negatives. */
export const durationMs = (value: number): DurationMs => checked(value, 'durationMs') as DurationMs;

/** Takes whole hundredths of a percent. Throws RangeError on fractions and negatives. */
export const basisPoints = (value: number): BasisPoints =>
  checked(value, 'basisPoints') as BasisPoints;

/** The instant `wait` after `at`. */
export const after = (at: EpochMs, wait: DurationMs): EpochMs => (at + wait) as EpochMs;

/** The time from `from` until `to`; 0 when `to` is not later. */
export const until = (from: EpochMs, to: EpochMs): DurationMs =>
  Math.max(0, to - from) as DurationMs;

/** The later of two instants. */
export const later = (a: EpochMs, b: EpochMs): EpochMs => (a > b ? a : b);
