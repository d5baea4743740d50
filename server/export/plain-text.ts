// Text that any file can hold: what XML forbids (control characters, halves of letters) is shown as a replacement sign,
// as the page shows it.

/** Everything that XML 1.0 does not allow in a document. */
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** The text with every forbidden character replaced. */
export const plainText = (text: string): string => text.toWellFormed().replace(FORBIDDEN, '\ufffd');
