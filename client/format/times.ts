// Times and lengths of time in words. Instants are shown in the reader's own zone and manner.

type Words = (atMs: number) => string;

/** A formatter takes long to be made, and a page needs few of them: made with the first use, in the reader's language. */
const words = (options: Intl.DateTimeFormatOptions, language?: string): Words => {
  let made: Intl.DateTimeFormat | undefined;
  return (atMs) => (made ??= new Intl.DateTimeFormat(language, options)).format(atMs);
};

const SECONDS = {
  hourCycle: 'h23',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
} as const;

export const clockTime = words(SECONDS);
export const clockTimeWithZone = words({ ...SECONDS, timeZoneName: 'short' });
export const exactTime = words({ ...SECONDS, fractionalSecondDigits: 3 });
export const dayAndTime = words({
  hourCycle: 'h23',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
export const shortTime = words({ timeStyle: 'short', hourCycle: 'h23' });
/** As part of an English sentence. */
export const timeInWords = words({ timeStyle: 'medium', hourCycle: 'h23' }, 'en-US');
export const dayWithTime = words({ dateStyle: 'medium', timeStyle: 'short' });

/** `1:42`, `1:00:05`. Rounded up, so that 0:00 is shown only when nothing is left. */
export const countdown = (remainingMs: number): string => {
  const total = Math.max(0, Math.ceil(remainingMs / 1000));
  const seconds = String(total % 60).padStart(2, '0');
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3600);
  return hours > 0
    ? `${String(hours)}:${String(minutes).padStart(2, '0')}:${seconds}`
    : `${String(minutes)}:${seconds}`;
};

/** `8 ms`, `1.2 s`: for errors and round trips. */
export const shortSpan = (spanMs: number): string =>
  spanMs < 1000 ? `${String(Math.ceil(spanMs))} ms` : `${(spanMs / 1000).toFixed(1)} s`;

/** `America/New_York` → `New York`. */
export const zoneCity = (zone: string): string =>
  (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
