// Waiting for what real programs and sockets bring about: on conditions, with an end that says what never came.

import { until } from './until.ts';

const PATIENCE_MS = 150_000;

/** Looks again and again until the condition holds. The limit is for what hangs, not for what is slow. */
export const eventually = async (
  condition: () => boolean,
  what: string | (() => string),
): Promise<void> => {
  await until(what, condition, PATIENCE_MS);
};

/** Settles as the promise does, or rejects when it hangs. */
export const inTime = <T>(promise: Promise<T>, what: () => string): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`never: ${what()}`));
    }, PATIENCE_MS);
  });
  return Promise.race([promise, limit]).finally(() => {
    clearTimeout(timer);
  });
};
