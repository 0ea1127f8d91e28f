import { until as ask } from '../../sandbox/until.ts';

/** The sandbox's bounded poll: asks again and again until the check answers with something; throws after `within` ms. */
export const until = ask;
