const dayMs = 24 * 3_600_000;

/** The last millisecond of a day (`2026-03-03`), or a moment (`2026-03-03T14:05Z`), in UTC. */
export function endOf(text: string): number | 'unreadable' {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/.test(text);
  const at = Date.parse(text);
  if (!(day || moment) || Number.isNaN(at)) return 'unreadable';
  return day ? at + dayMs - 1 : at;
}
