/** Times of automation, in milliseconds. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What was sent without an answer is looked for after this: Marketo's slowest call ends after 90 s, and its feed shows an activity within seconds. */
export const READ_BACK_MS = 3 * MINUTE;
/** Activities happened this much earlier or later than the relay's clock says. */
export const SKEW_MS = MINUTE;
/** A person whom Marketo does not know is waited for this long; then what was to be told is forgotten. */
export const NOBODY_MS = 24 * HOUR;
export const ASK_AGAIN_MS = 5 * MINUTE;
/** Which campaigns are chosen is looked at this often. */
export const CHOICE_MS = 10 * MINUTE;
/** Every chosen campaign is compared whole this often, and all its records are written anew that often. */
export const SWEEP_MS = 24 * HOUR;
export const REWRITE_MS = 7 * 24 * HOUR;
export const IDLE_MS = 5_000;
/** A campaign that was just heard of is asked for within this. */
export const ASKED_MS = 5_000;
