const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const AMBER_AFTER_MS = 4 * HOUR_MS;
const RED_AFTER_MS = DAY_MS;

/** The colour of a waiting time: grey, then amber, then red. */
export function waitingUrgency(since: string, now: number): 'fresh' | 'due' | 'overdue' {
  const ageMs = now - Date.parse(since);
  if (ageMs < AMBER_AFTER_MS) return 'fresh';
  return ageMs < RED_AFTER_MS ? 'due' : 'overdue';
}
