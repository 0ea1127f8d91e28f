import type { Source, SourceReading } from '../../ports.ts';
import { CommandId } from '../../release/ids.ts';
import { readWorkflowRun } from './hook.ts';

/** GitHub's webhooks about runs of workflows, each told once: what they say is a hint to look, and nothing more. */
export function githubSource({ secrets }: { readonly secrets: readonly string[] }): Source {
  return {
    name: 'github',
    read(headers, body, now): SourceReading {
      const reading = readWorkflowRun(headers, body, secrets);
      if (reading.kind !== 'hint') return reading;
      return {
        kind: 'deliveries',
        deliveries: [
          {
            id: CommandId.parse(`github:${reading.delivery}`),
            at: now,
            by: { kind: 'signalbox', rule: 'github-webhook' },
            where: null,
            request: { kind: 'training-told', of: reading.release },
          },
        ],
      };
    },
  };
}
