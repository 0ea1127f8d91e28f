import { done, type Step, versionOf } from '../step.ts';

/** The version is there, ready, and holds exactly the bytes that were approved. */
export const validate: Step = {
  kind: 'validate',
  async run(context) {
    const { targets, registry, lease } = context;
    const version = versionOf(context);
    const facts = await registry.facts(targets.name, version, lease.call());
    if (facts === null) return { kind: 'refused', code: 'version_gone', words: `v${version} is not in the registry.` };
    if (facts.status === 'pending')
      return { kind: 'again', code: 'version_pending', words: `v${version} is not ready yet.` };
    if (facts.status === 'failed') {
      return {
        kind: 'refused',
        code: 'version_failed',
        words: `The registry says that registering v${version} failed.`,
      };
    }
    if (facts.artifacts.digest === targets.artifacts) return done(true);
    return {
      kind: 'refused',
      code: 'bytes_differ',
      words: `The files of v${version} are not the files that were approved.`,
    };
  },
};
