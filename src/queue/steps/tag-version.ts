import { withSection } from '../../evidence/description.ts';
import { approvalWords } from '../../release/approval-words.ts';
import { done, type Step, type StepContext, type StepOutcome, versionOf } from '../step.ts';

/** Writes who let this version in, and on what, onto the version itself: before any alias moves. The registry reads back what it set. */
export const tagVersion: Step = {
  kind: 'tag-version',
  async run(context) {
    const { targets, registry, lease, release } = context;
    const set = await registry.setTags(targets.name, versionOf(context), targets.tags, lease.call());
    const words = approvalWords(release);
    if (words.length === 0) return done(set === 'already');
    const said = await describe(context, words);
    return said.kind === 'done' ? done(set === 'already' && said.already) : said;
  },
  async undo(context) {
    const { targets, registry, lease, release } = context;
    const none = Object.fromEntries(Object.keys(targets.tags).map((key) => [key, null]));
    await registry.setTags(targets.name, versionOf(context), none, lease.call());
    if (approvalWords(release).length > 0) await describe(context, []);
    return done(false);
  },
};

/** Replaces what we said in the description about this environment, and sends the rest of it along as it is. */
async function describe(context: StepContext, words: readonly string[]): Promise<StepOutcome> {
  const { targets, registry, lease, release } = context;
  const version = versionOf(context);
  const facts = await registry.facts(targets.name, version, lease.call());
  if (facts === null) return { kind: 'refused', code: 'version_gone', words: `v${version} is not in the registry.` };
  const whole = withSection(facts.description, release.environment, words);
  if (whole === facts.description) return done(true);
  await registry.describe(targets.name, version, whole, lease.call());
  return done(false);
}
