// Waiting for something outside this process: asks again until it is so, and says what was waited for when it never is.

const ASK_EVERY_MS = 10;
/** For what hangs, not for what is slow. */
const PATIENCE_MS = 150_000;

/** Resolves with the first answer that is not undefined or false. Rejects after `withinMs`. */
export const until = async <T>(
  what: string | (() => string),
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  withinMs = PATIENCE_MS,
): Promise<T> => {
  const endMs = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > endMs) {
      throw new Error(`it never came: ${typeof what === 'string' ? what : what()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
};
