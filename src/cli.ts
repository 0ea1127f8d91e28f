#!/usr/bin/env node
import { auditExport } from './cli/audit-export.ts';
import { auditVerify } from './cli/audit-verify.ts';
import { evidence } from './cli/evidence.ts';
import { explained } from './cli/explain.ts';
import { history } from './cli/history.ts';
import { printManifest } from './cli/manifest.ts';
import { checkPolicyFile } from './cli/policy-check.ts';
import { diffPolicies } from './cli/policy-diff.ts';
import { explainPolicy } from './cli/policy-explain.ts';
import { rebuildDerived } from './cli/rebuild.ts';
import { show } from './cli/show.ts';
import { status } from './cli/status.ts';
import { usage, type Verb } from './cli/verb.ts';

/** Everything that `signalbox` does, by the words that it is called with. */
const verbs: readonly Verb[] = [
  {
    words: ['status'],
    takes: '[--json]',
    does: 'what is live in every environment, and what is on its way',
    run: status,
  },
  {
    words: ['history'],
    takes: 'MODEL [--in ENVIRONMENT] [--on DATE] [--json]',
    does: 'its releases, or what was live on a date',
    run: history,
  },
  { words: ['show'], takes: 'RELEASE [--json]', does: 'everything that happened to one release', run: show },
  {
    words: ['evidence'],
    takes: 'RELEASE [--json]',
    does: 'exactly what was approved; with --json byte for byte, so that its SHA-256 is the digest',
    run: evidence,
  },
  {
    words: ['audit', 'verify'],
    takes: '[FILE] [--anchor SEQ:HASH …]',
    does: 'proves that the audit log was not changed, in Redis or in an exported file',
    run: auditVerify,
  },
  { words: ['audit', 'export'], takes: '', does: 'writes the audit log, one JSON entry a line', run: auditExport },
  {
    words: ['policy', 'check'],
    takes: 'FILE [--explain] [--slack]',
    does: 'checks a policy with all its files, says what holds where, and which approvals depend on one person',
    run: checkPolicyFile,
  },
  {
    words: ['policy', 'explain'],
    takes: 'MODEL [ENVIRONMENT] [--file FILE]',
    does: 'what holds for a model, and where each line comes from',
    run: explainPolicy,
  },
  {
    words: ['policy', 'diff'],
    takes: 'OLD NEW',
    does: 'which models and environments change, and which open releases would lose approvals',
    run: diffPolicies,
  },
  {
    words: ['manifest'],
    takes: '[--socket | --url URL] [--command /WORD]',
    does: 'the app manifest to paste into Slack',
    run: printManifest,
  },
  { words: ['rebuild'], takes: '', does: 'derives everything but the log again from the log', run: rebuildDerived },
];

const args = process.argv.slice(2);
const verb = verbs.find(({ words }) => words.every((word, place) => args[place] === word));

if (verb === undefined) {
  const asked = args.length === 0 || ['help', '--help', '-h'].includes(args[0] ?? '');
  process[asked ? 'stdout' : 'stderr'].write(usage(verbs));
  process.exitCode = asked ? 0 : 2;
} else {
  process.exitCode = await explained(() => verb.run(args.slice(verb.words.length)));
}
