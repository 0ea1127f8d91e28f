import { done, type Step, versionOf } from '../step.ts';

/** Writes who let this version in, and on what, onto the version itself: before any alias moves. The registry reads back what it set. */
export const tagVersion: Step = {
  kind: 'tag-version',
  async run(context) {
    const { targets, registry, lease } = context;
    const set = await registry.setTags(targets.name, versionOf(context), targets.tags, lease.call());
    return done(set === 'already');
  },
  async undo(context) {
    const { targets, registry, lease } = context;
    const none = Object.fromEntries(Object.keys(targets.tags).map((key) => [key, null]));
    await registry.setTags(targets.name, versionOf(context), none, lease.call());
    return done(false);
  },
};
