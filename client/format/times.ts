// Times and lengths of time in words. Instants are shown in the reader's own zone and manner.

const timeOfDay = new Intl.DateTimeFormat(undefined, {
  hourCycle: 'h23',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const withZone = new Intl.DateTimeFormat(undefined, {
  hourCycle: 'h23',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
});
const withMillis = new Intl.DateTimeFormat(undefined, {
  hourCycle: 'h23',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});
const withDay = new Intl.DateTimeFormat(undefined, {
  hourCycle: 'h23',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

export const clockTime = (atMs: number): string => timeOfDay.format(atMs);
export const clockTimeWithZone = (atMs: number): string => withZone.format(atMs);
export const exactTime = (atMs: number): string => withMillis.format(atMs);
export const dayAndTime = (atMs: number): string => withDay.format(atMs);

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
