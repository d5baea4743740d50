// What must wait until a press has reached its target. Focus leaves at the beginning of a press: whatever moves then
// takes the button away from under the finger, and the press is lost.

let isPressed = false;

addEventListener('pointerdown', () => (isPressed = true), true);
for (const end of ['pointerup', 'pointercancel'] as const) {
  addEventListener(end, () => (isPressed = false), true);
}

/** Runs once the press that is under way, if there is one, has ended and its click was told. */
export const afterPress = (run: () => void): void => {
  // A finger's press is told as a mouse's after it has ended, all in one task.
  if (!isPressed) {
    setTimeout(run);
    return;
  }
  const end = new AbortController();
  const ended = (): void => {
    end.abort();
    setTimeout(run);
  };
  addEventListener('pointerup', ended, { signal: end.signal });
  addEventListener('pointercancel', ended, { signal: end.signal });
};
