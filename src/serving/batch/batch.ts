import { ReleaseError } from '../../errors.ts';
import type { ScoringRun, Serving } from '../../ports-serving.ts';
import type { Version } from '../../release/ids.ts';
import { type DeployerOptions, deployer } from '../deployer.ts';
import { Busy, Runs } from './schema.ts';

/** Scoring jobs that load the model by its alias: none may see the alias change under it, and each says which version it used. */
export function batchServing(options: DeployerOptions): Serving {
  const ask = deployer(options);
  return {
    kind: 'batch',
    mayMove: (order, call) => ask(Busy, { method: 'GET', path: '/busy', order }, call),
    move: async () => {},
    state: async ({ version }) => ({ kind: 'serving', version }),
    async scoredWith(order, version, since, call) {
      const besides = { version, since: new Date(since).toISOString() };
      const runs = await ask(Runs, { method: 'GET', path: '/runs', order, besides }, call);
      const wrong = runs.find((run) => isNotAsked(run, version, since));
      if (wrong === undefined) return runs;
      const why = `run ${wrong.id} is of another version, or from before the time that was asked for`;
      throw new ReleaseError('serving_answer_malformed', { server: options.http.server, request: '/runs', why });
    },
  };
}

/** A list that holds other runs as well may lack some of those that were asked for. */
function isNotAsked({ version, at }: ScoringRun, asked: Version, since: number): boolean {
  return version !== asked || at < since;
}
