import { ReleaseError } from '../errors.ts';
import type { Registry } from '../ports.ts';

/** A registry of another environment that this process has no login for: whatever is asked of it, another process has to ask. */
export function closedRegistry(name: string): Registry {
  const refuse = refusing(name);
  return {
    name,
    server: `elsewhere:${name}`,
    files: refuse,
    open: refuse,
    facts: refuse,
    aliases: refuse,
    runFacts: refuse,
    runArtifacts: refuse,
    openRunArtifact: refuse,
    experimentOf: refuse,
    runNote: refuse,
    metricHistory: refuse,
    versions: refuse,
    tags: refuse,
    scan: refuse,
    probe: refuse,
    ...writes(refuse),
  };
}

/** A registry of another environment, read with a login of its own: what would write there is for a process of that environment. */
export function readOnly(registry: Registry): Registry {
  return { ...registry, ...writes(refusing(registry.name)) };
}

type Refuse = () => Promise<never>;

function refusing(registry: string): Refuse {
  return () => Promise.reject(new ReleaseError('environment_elsewhere', { registry }));
}

function writes(refuse: Refuse) {
  return {
    setAlias: refuse,
    deleteAlias: refuse,
    setStage: refuse,
    setTags: refuse,
    describe: refuse,
    copy: refuse,
    ensureWebhook: refuse,
  };
}
