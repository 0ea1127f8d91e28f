import type { Meters } from '../ports-meters.ts';
import type { Releases, Reply } from '../ports-releases.ts';

/** The release service, with each request timed by what it asked and what it came to. */
export function measuredReleases(releases: Releases, meters: Meters): Releases {
  return {
    ...releases,
    async handle(delivery) {
      const started = performance.now();
      const tell = (result: string) => meters.request(delivery.request.kind, result, performance.now() - started);
      try {
        const reply = await releases.handle(delivery);
        tell(nameOf(reply));
        return reply;
      } catch (error) {
        tell('error');
        throw error;
      }
    },
  };
}

function nameOf({ outcome }: Reply): string {
  return outcome.kind === 'answer' ? outcome.answer.kind : outcome.refusal.kind;
}
