// Bounds on JSON from outside, found by its signs before anything reads it: reading brackets costs far more than sending
// them, and what walks a value goes as deep as it is.

/** What a text may have at most. */
export interface JsonBounds {
  /** Values and names. */
  readonly parts: number;
  /** Arrays and objects in each other. */
  readonly levels: number;
}

/** Signs of JSON by their code units: comparing numbers is what makes a look at megabytes cheap. */
const SIGN = { quote: 34, comma: 44, colon: 58, bracket: 91, backslash: 92, brace: 123 } as const;
/** Of brackets and of braces the closing sign is the second one after the opening one. */
const TO_CLOSING = 2;

/** Where the string that begins here ends; the end of the text when it does not. */
const endOfString = (text: string, start: number): number => {
  for (let at = start + 1; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (sign === SIGN.quote) return at;
    if (sign === SIGN.backslash) at += 1;
  }
  return text.length;
};

/**
 * Whether a text keeps within bounds, whatever stands in its strings. Of a text that is no JSON the answer says only
 * that it can be given to a parser without harm.
 */
export const keepsWithin = (
  text: string,
  { parts: most, levels: deepest }: JsonBounds,
): boolean => {
  let [parts, levels] = [0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (sign === SIGN.quote) at = endOfString(text, at);
    else if (sign === SIGN.comma || sign === SIGN.colon) parts += 1;
    else if (sign === SIGN.bracket || sign === SIGN.brace) {
      parts += 1;
      levels += 1;
    } else if (sign === SIGN.bracket + TO_CLOSING || sign === SIGN.brace + TO_CLOSING) levels -= 1;
    if (parts > most || levels > deepest) return false;
  }
  return true;
};
