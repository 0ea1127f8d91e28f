/** How far everybody has read: per person, channel and thread. */
export type ReadMarks = {
  read(person: string, channel: string): string;
  threads(person: string, channel: string): Readonly<Record<string, string>>;
  /** Moves a mark forward; answers whether it moved. */
  mark(person: string, place: { readonly channel: string; readonly thread?: string | undefined }, ts: string): boolean;
};

/** Nobody has read anything yet. */
export function readMarks(): ReadMarks {
  const marks = new Map<string, Map<string, string>>();
  const of = (person: string, channel: string): Map<string, string> => {
    const key = `${person} ${channel}`;
    const known = marks.get(key) ?? new Map<string, string>();
    marks.set(key, known);
    return known;
  };
  return {
    read: (person, channel) => of(person, channel).get('') ?? '',
    threads: (person, channel) => Object.fromEntries([...of(person, channel)].filter(([thread]) => thread !== '')),
    mark(person, { channel, thread = '' }, ts) {
      const known = of(person, channel);
      if (ts <= (known.get(thread) ?? '')) return false;
      known.set(thread, ts);
      return true;
    },
  };
}
