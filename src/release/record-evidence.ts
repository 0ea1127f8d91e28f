import type { Requirements } from './event.ts';
import type { Findings } from './evidence.ts';
import type { Digest, Version } from './ids.ts';

/** What was read and judged, as it is to be written down. */
export interface RecordEvidence {
  readonly kind: 'record-evidence';
  readonly digest: Digest;
  readonly candidate: { readonly version: Version; readonly artifacts: Digest };
  readonly champion: Version | null;
  readonly policy: Digest;
  readonly findings: Findings;
  readonly requirements: Requirements;
  /** Differences to the evidence recorded before, in words. */
  readonly changes: readonly string[];
}
