import type { CheckReport } from '../release/check-report.ts';
import type { Desk } from './desk.ts';

/** What was found, and where it was looked for. */
export interface Judged {
  readonly report: CheckReport;
  readonly run: string | null;
  readonly desk: Pick<Desk, 'past' | 'slack'> & { readonly written: Pick<Desk['written'], 'lane'> };
}
