import type { GateConfig } from '../release/lane-policy.ts';
import type { Policy } from './parse.ts';

/** The environment variables that the policy takes secrets from, each once, in alphabetical order. */
export function envNames({ registries, git, models, floors }: Policy): string[] {
  const ofRegistries = Object.values(registries).flatMap(({ auth, webhook }) => [
    ...secretsOf(auth),
    ...(webhook ? [webhook.secret] : []),
  ]);
  const ofGates = [...Object.values(models), ...Object.values(floors)].flatMap(({ gates }) => gates.flatMap(secretOf));
  const references = [...ofRegistries, ...(git ? [git.github.token] : []), ...ofGates];
  return [...new Set(references.map((reference) => reference.slice('env:'.length)))].sort();
}

function secretsOf(auth: Policy['registries'][string]['auth']): string[] {
  if (auth === 'none') return [];
  return ['basic' in auth ? auth.basic.password : auth.bearer];
}

/** What a gate signs its questions with. */
function secretOf({ secret }: GateConfig): string[] {
  return typeof secret === 'string' ? [secret] : [];
}
