// Time zones by their IANA names, as the runtime knows them.

/** Whether a name is an IANA time zone that this runtime knows. */
export const isZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    // The only way the standard library tells a wrong zone from a right one.
    return false;
  }
};
