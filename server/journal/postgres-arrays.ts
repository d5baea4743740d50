// Arrays in PostgreSQL's binary form, as parameters of the append statement. Text arrays are escaped by the writer and
// read character by character by the server; these are copied by both.

const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
const NULL_LENGTH = -1;
const OIDS = { int8: 20, text: 25 } as const;

/** Header of an array with one dimension; an empty one has none. */
const headerOf = (count: number, oid: number, bodyBytes: number): Buffer => {
  const bytes = Buffer.allocUnsafe(count === 0 ? HEADER_BYTES - 8 : HEADER_BYTES + bodyBytes);
  bytes.writeInt32BE(count === 0 ? 0 : 1, 0);
  // Says that nulls may be among them; the server counts for itself.
  bytes.writeInt32BE(1, 4);
  bytes.writeInt32BE(oid, 8);
  if (count > 0) {
    bytes.writeInt32BE(count, 12);
    bytes.writeInt32BE(1, 16);
  }
  return bytes;
};

/** `text[]`; null stands for NULL. */
export const textArray = (values: readonly (string | null)[]): Buffer => {
  let bodyBytes = 0;
  const lengths = values.map((value) => {
    const length = value === null ? 0 : Buffer.byteLength(value);
    bodyBytes += LENGTH_BYTES + length;
    return length;
  });
  const bytes = headerOf(values.length, OIDS.text, bodyBytes);
  let place = HEADER_BYTES;
  values.forEach((value, index) => {
    const length = lengths[index] ?? 0;
    bytes.writeInt32BE(value === null ? NULL_LENGTH : length, place);
    place += LENGTH_BYTES;
    if (value !== null) bytes.write(value, place, length, 'utf8');
    place += length;
  });
  return bytes;
};

/** `bigint[]` of safe integers; null stands for NULL. Throws RangeError for what is no integer. */
export const integerArray = (values: readonly (number | null)[]): Buffer => {
  const nulls = values.filter((value) => value === null).length;
  const bodyBytes = values.length * LENGTH_BYTES + (values.length - nulls) * 8;
  const bytes = headerOf(values.length, OIDS.int8, bodyBytes);
  let place = HEADER_BYTES;
  for (const value of values) {
    bytes.writeInt32BE(value === null ? NULL_LENGTH : 8, place);
    place += LENGTH_BYTES;
    if (value === null) continue;
    bytes.writeBigInt64BE(BigInt(value), place);
    place += 8;
  }
  return bytes;
};
