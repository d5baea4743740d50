// Where the marks of notices are kept, for the book of them and for whoever forgets them.

export const NOTICES_PREFIX = 'parley-notices:';
