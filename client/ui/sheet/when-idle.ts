// What can wait until the browser has nothing else to do.

/** No browser is that busy for ever. */
const PATIENCE_MS = 1_000;
/** Where a browser does not tell when it is idle. */
const TURN_MS = 50;

/** Calls once when the browser is idle; the returned function calls it off. */
export const whenIdle = (act: () => void): (() => void) => {
  if (typeof requestIdleCallback !== 'function') {
    const timer = setTimeout(act, TURN_MS);
    return () => {
      clearTimeout(timer);
    };
  }
  const request = requestIdleCallback(act, { timeout: PATIENCE_MS });
  return () => {
    cancelIdleCallback(request);
  };
};
