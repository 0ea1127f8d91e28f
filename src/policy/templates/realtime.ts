import type { Template } from './template.ts';

/** Asked while somebody waits: fast enough, with something to fall back on, and a version that is pinned. */
export const realtime: Template = {
  needs: { latency: 'p95_ms', 'max-latency': '50' },
  takes: [],
  gates: (about) => ({
    latency: { latency: about.latency, max: about['max-latency'] },
    'realtime-documented': { documented: { tags: ['fallback', 'version_pinning'] } },
  }),
};
