// Names of channels in Redis. Two topics never share a name, whatever they hold, nor do two installations with
// different prefixes; and no name has braces, by which a cluster would put it where others are.

/** What may stand in a name as it is. A prefix is made of these alone, so it ends at the first colon. */
const PLAIN = /^[A-Za-z0-9.-]{1,40}$/;
const TO_ESCAPE = /[^A-Za-z0-9.-]/g;
const HEX = 16;
const UNIT_DIGITS = 4;

/** Whether a text may stand before all names of an installation: 1 to 40 letters, digits, dots and dashes. */
export const isChannelPrefix = (text: string): boolean => PLAIN.test(text);

/** One text for each text: every UTF-16 unit that is not plain becomes `_` and four hexadecimal digits. */
const escaped = (text: string): string =>
  text.replaceAll(
    TO_ESCAPE,
    (unit) => `_${unit.charCodeAt(0).toString(HEX).padStart(UNIT_DIGITS, '0')}`,
  );

/** The channel on which the entries of a stream are told. */
export const entriesChannel = (prefix: string, stream: string): string =>
  `${prefix}:entries:${escaped(stream)}`;

/** The channel of signals about a topic. */
export const signalChannel = (prefix: string, topic: string): string =>
  `${prefix}:signal:${escaped(topic)}`;
