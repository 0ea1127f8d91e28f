import type { ApprovalRule } from '../src/release/lane-policy.ts';
import { anyOf, joined, type Line, line } from '../src/release/view-words.ts';

/** "1 of @reviewers, and 1 of @platform (required)". */
export function approvalWords(rules: readonly ApprovalRule[]): Line {
  return joined(
    rules.map(({ from, min, required }) => line(`${min} of `, anyOf(from), required ? ' (required)' : '')),
    ', and ',
  );
}
