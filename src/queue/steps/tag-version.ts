import { done, type Step, versionOf } from '../step.ts';

/** Writes who let this version in, and on what, onto the version itself: before any alias moves. */
export const tagVersion: Step = {
  kind: 'tag-version',
  async run(context) {
    const { targets, registry, lease } = context;
    const version = versionOf(context);
    if (carries(await registry.tags(targets.name, version, lease.call()), targets.tags)) return done(true);
    await registry.setTags(targets.name, version, targets.tags, lease.call());
    if (carries(await registry.tags(targets.name, version, lease.call()), targets.tags)) return done(false);
    return { kind: 'again', code: 'read_back', words: 'The tags that were set do not read back yet.' };
  },
  async undo(context) {
    const { targets, registry, lease } = context;
    const none = Object.fromEntries(Object.keys(targets.tags).map((key) => [key, null]));
    await registry.setTags(targets.name, versionOf(context), none, lease.call());
    return done(false);
  },
};

function carries(tags: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([key, value]) => tags[key] === value);
}
