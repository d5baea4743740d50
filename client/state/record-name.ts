// Under which names this browser keeps the last seal of a room that it saw; by itself, so that signing out can forget
// them without loading what follows the record.

export const RECORD_PREFIX = 'parley-record:';
