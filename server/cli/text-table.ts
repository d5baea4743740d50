// Rows of text in columns for a terminal.

/** Numbers and amounts stand to the right, words to the left. */
const NUMBERS = /^[-$]?[\d,.]+( %)?$|^$|^-$/;

/** Lines with two spaces between columns; a column of numbers alone, its heading aside, is set to the right. */
export const textTable = (
  heading: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] => {
  const all = [heading, ...rows];
  const columns = heading.map((_, column) => ({
    width: Math.max(...all.map((row) => (row[column] ?? '').length)),
    isNumeric: rows.every((row) => NUMBERS.test(row[column] ?? '')),
  }));
  return all.map((row) =>
    columns
      .map(({ width, isNumeric }, column) => {
        const cell = row[column] ?? '';
        return isNumeric ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
};
