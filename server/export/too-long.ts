// Why a file is not made at all: what it is to hold is more than the thread that makes it may use.

/** Nothing is wrong with the sheet, and asking again does not help; a form that takes less may do. */
export class TooLong extends Error {
  override readonly name = 'TooLong';
}
