import { type CallResult, type Meters, resultOf } from '../ports-meters.ts';

type Fetch = typeof fetch;

/** A `fetch` for Slack's clients that times each call by the method at the end of its address. */
export function measuredFetch(meters: Meters, send: Fetch = fetch): Fetch {
  return async (input, init) => {
    const started = performance.now();
    const tell = (result: CallResult) => meters.slackCall(methodOf(input), result, performance.now() - started);
    try {
      const response = await send(input, init);
      tell(resultOf(response.status));
      return response;
    } catch (error) {
      tell('no-answer');
      throw error;
    }
  };
}

/** Anything that is not a method of the Web API, such as an upload address, is `other`. */
function methodOf(input: Parameters<Fetch>[0]): string {
  const address = typeof input === 'object' && 'url' in input ? input.url : input;
  const last = new URL(address).pathname.split('/').at(-1) ?? '';
  return /^[a-z]+(\.[a-zA-Z0-9]+)+$/.test(last) ? last : 'other';
}
