const minuteMs = 60_000;
const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** A rule of the calendar that has been closed for an hour and opens with the first minute that begins at least `afterMs` from now. */
export function closedUntil(now: number, afterMs: number): { readonly rule: string; readonly opensAt: number } {
  const opensAt = Math.ceil((now + afterMs) / minuteMs) * minuteMs;
  return { rule: `${timeOf(now - 60 * minuteMs)} - ${timeOf(opensAt)}`, opensAt };
}

function timeOf(at: number): string {
  const date = new Date(at);
  return `${days[date.getUTCDay()]} ${date.toISOString().slice(11, 16)}`;
}
