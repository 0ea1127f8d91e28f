import type { Policy } from './parse.ts';

/** The environment variables that the policy takes secrets from, each once, in alphabetical order. */
export function envNames({ registries }: Policy): string[] {
  const references = Object.values(registries).flatMap(({ auth, webhook }) => [
    ...secretsOf(auth),
    ...(webhook ? [webhook.secret] : []),
  ]);
  return [...new Set(references.map((reference) => reference.slice('env:'.length)))].sort();
}

function secretsOf(auth: Policy['registries'][string]['auth']): string[] {
  if (auth === 'none') return [];
  return ['basic' in auth ? auth.basic.password : auth.bearer];
}
