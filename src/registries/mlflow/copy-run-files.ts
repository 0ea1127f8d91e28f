import type { ArtifactFile, CopyRequest } from '../../ports.ts';
import type { Home } from './copy-run.ts';
import type { Leash } from './leash.ts';
import { type Owner, placeOf, proxiedFile, proxiedPath, runFile } from './place.ts';
import type { Wire } from './wire.ts';

/** Pictures and tables that people read; whatever is more than that stays with the run that logged it. */
const mostFiles = 200;
const mostBytes = 50_000_000;

/**
 * Brings what the source's run logged beside its model to the run that keeps the copy, so that reviewers and gates of the next
 * environment find it there. What is there already with as many bytes is left.
 */
export async function bringRunFiles(
  wire: Wire,
  home: Home,
  { from, source }: CopyRequest,
  leash: Leash,
): Promise<void> {
  const root = proxiedPath(home.beside);
  if (source.run === null || home.model === null || root === null) return;
  if (from.runArtifacts === undefined || from.openRunArtifact === undefined) return;
  const owner: Owner = { file: runFile(home.run, ''), modelId: null, run: { id: home.run, artifactUri: home.beside } };
  const kept = await placeOf(wire, home.beside, owner).files(leash.call);
  const there = new Map(kept.map(({ path, bytes }) => [path, bytes]));
  for (const { path, bytes } of readable(await from.runArtifacts(source.run.id, leash.call))) {
    if (there.get(path) === bytes) continue;
    await leash.renew();
    const content = await from.openRunArtifact(source.run.id, path, leash.call);
    await wire.text({ method: 'PUT', path: proxiedFile(root, path), body: { content, bytes } }, leash.call);
  }
}

function readable(files: readonly ArtifactFile[]): readonly ArtifactFile[] {
  const sizes = files.map((_, at) => files.slice(0, at + 1).reduce((sum, { bytes }) => sum + bytes, 0));
  return files.filter((_, at) => at < mostFiles && (sizes[at] ?? 0) <= mostBytes);
}
