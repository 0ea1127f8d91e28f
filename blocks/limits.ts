/** Slack's limits and our own, tighter ones, in characters unless named otherwise. Tests assert that drawings keep them. */
export const limits = {
  /** A message of ours; Slack allows 50 blocks and refuses somewhere above 12,000 characters. */
  message: { blocks: 14, characters: 6000, push: 140 },
  view: { blocks: 100, bytes: 250_000, title: 24, callback: 255, metadata: 3000 },
  header: 150,
  section: 3000,
  context: { elements: 10, text: 2000 },
  actions: { elements: 25, buttons: 3 },
  button: { text: 30, value: 2000, accessibility: 75 },
  /** Options of one group of checkboxes, and the words of each. */
  checkboxes: 10,
  option: { text: 75 },
  overflow: { options: 5, text: 75, value: 75 },
  confirm: { title: 100, text: 300, button: 30 },
  input: { label: 2000, placeholder: 150, value: 3000, hint: 2000 },
  link: { url: 600, label: 60 },
  date: { fallback: 255 },
  /** Longest reason that can be typed or written. */
  reason: 500,
  /** What a phone shows on one line. */
  phone: 42,
} as const;
