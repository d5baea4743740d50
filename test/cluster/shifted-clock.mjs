// Loaded into a node before anything else: its wall clock goes by as many milliseconds as the test says, as that of a
// machine whose time was set wrong. The counter of the process is left alone, as it is there.

const byMs = Number(process.env.PARLEY_TEST_CLOCK_MS ?? 0);
const RealDate = Date;

globalThis.Date = class extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(RealDate.now() + byMs);
    else super(...parts);
  }

  static now() {
    return RealDate.now() + byMs;
  }
};
