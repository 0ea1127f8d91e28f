#!/usr/bin/env node
import { auditExport } from './cli/audit-export.ts';
import { auditReport } from './cli/audit-report.ts';
import { auditVerify } from './cli/audit-verify.ts';
import { nameBaselines } from './cli/baseline.ts';
import { checkVersion, simulatePolicy } from './cli/check.ts';
import { evidence } from './cli/evidence.ts';
import { explained } from './cli/explain.ts';
import { history } from './cli/history.ts';
import { initFrom } from './cli/init.ts';
import { keyedVerbs } from './cli/keyed-verbs.ts';
import { printManifest } from './cli/manifest.ts';
import { checkPolicyFile } from './cli/policy-check.ts';
import { diffPolicies } from './cli/policy-diff.ts';
import { explainPolicy } from './cli/policy-explain.ts';
import { rebuildDerived } from './cli/rebuild.ts';
import { requestRelease } from './cli/request.ts';
import { show } from './cli/show.ts';
import { status } from './cli/status.ts';
import { trace } from './cli/trace.ts';
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
  {
    words: ['trace'],
    takes: 'MODEL[@V] [--in ENVIRONMENT] [--at COMMIT] [--json]',
    does: 'from what is live back to run, commit, data and approvers; or from a commit to its versions',
    run: trace,
  },
  { words: ['show'], takes: 'RELEASE [--json]', does: 'everything that happened to one release', run: show },
  {
    words: ['evidence'],
    takes: 'RELEASE [--json]',
    does: 'exactly what was approved; with --json byte for byte, so that its SHA-256 is the digest',
    run: evidence,
  },
  {
    words: ['check'],
    takes: 'MODEL[@V] | --run ID --model MODEL [--to ENVIRONMENT] [--json]',
    does: 'what the gates would say now, of a version or of a run that is not registered; creates nothing',
    unknown: 2,
    run: checkVersion,
  },
  {
    words: ['request'],
    takes:
      'MODEL[@V] [--to ENVIRONMENT] --for PERSON --because TEXT [--via ci] [--id KEY] [--wait review|live] [--json]',
    does: 'opens a release on behalf of a named person; twice is once',
    unknown: 2,
    run: requestRelease,
  },
  ...keyedVerbs,
  {
    words: ['audit', 'verify'],
    takes: '[FILE] [--anchor SEQ:HASH …]',
    does: 'proves that the audit log was not changed, in Redis or in an exported file',
    run: auditVerify,
  },
  {
    words: ['audit', 'report'],
    takes: '--model MODEL [--environment ENVIRONMENT] --from DATE --to DATE [--format csv|html] [--out FILE]',
    does: 'what was live when, who let it in and on what evidence, and what went wrong; to be read without Slack',
    run: auditReport,
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
    words: ['policy', 'simulate'],
    takes: 'FILE MODEL[@V] [ENVIRONMENT] [--json]',
    does: 'the same as check, by another policy file',
    unknown: 2,
    run: simulatePolicy,
  },
  {
    words: ['init'],
    takes: '--registry URL [--out FILE]',
    does: 'what a registry holds, and a first policy in which everything is only observed',
    run: initFrom,
  },
  {
    words: ['baseline'],
    takes: '[MODEL[/ENVIRONMENT] …] [--by PERSON]',
    does: 'what is live and nobody has vouched for; with names, that person does',
    run: nameBaselines,
  },
  {
    words: ['manifest'],
    takes: '[--socket | --url URL] [--command /WORD]',
    does: 'the app manifest to paste into Slack',
    run: printManifest,
  },
  { words: ['rebuild'], takes: '', does: 'derives everything but the log again from the log', run: rebuildDerived },
];

// Whoever reads may stop reading, as `| head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

const args = process.argv.slice(2);
const verb = verbs.find(({ words }) => words.every((word, place) => args[place] === word));

if (verb === undefined) {
  const asked = args.length === 0 || ['help', '--help', '-h'].includes(args[0] ?? '');
  process[asked ? 'stdout' : 'stderr'].write(usage(verbs));
  process.exitCode = asked ? 0 : 2;
} else {
  process.exitCode = await explained(() => verb.run(args.slice(verb.words.length)), verb.unknown);
}
