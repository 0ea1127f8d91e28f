import { identitiesIn } from '../../policy/keys.ts';
import { readPolicy } from '../../policy/parse.ts';
import { type LaneKey, PersonId, placeOf } from '../../release/ids.ts';
import { laneReport, streamsBesides } from '../../release/report/lane-report.ts';
import type { LaneReport, Span } from '../../release/report/shape.ts';
import { type Audit, auditRedis } from '../../store/audit.ts';
import type { Database } from '../../store/database.ts';
import { laneEntries } from '../../store/lane-entries.ts';
import { redisPolicyBook } from '../../store/policy-book.ts';
import { redisStore } from '../../store/store.ts';
import { anchorOf } from '../anchor.ts';

/** All that an auditor reads about a model. */
export interface Report {
  readonly model: string;
  readonly span: Span;
  readonly lanes: readonly LaneReport[];
  /** People by their ids, with the identities that the active policy gives them. */
  readonly people: ReadonlyMap<PersonId, readonly string[]>;
  /** What checking the whole log found, against the anchors that the released versions carry. */
  readonly proof: Audit;
}

/** The lanes of a model that the log knows, those of one environment where one is named. */
export async function lanesOf(db: Database, model: string, environment: string | null): Promise<readonly LaneKey[]> {
  const all = [...(await redisStore(db).lanes()).keys()];
  return all.filter((lane) => {
    const place = placeOf(lane);
    return place.model === model && (environment === null || environment === place.environment);
  });
}

/** Reads the log, checks it from end to end, and puts together what happened in these lanes. */
export async function reportOn(db: Database, model: string, lanes: readonly LaneKey[], span: Span): Promise<Report> {
  const told = await Promise.all(
    lanes.map(async (lane) => laneReport(lane, await laneEntries(db, lane, streamsBesides(lane)), span)),
  );
  const anchors = told
    .flatMap(({ releases }) => releases.flatMap(({ anchor }) => (anchor === null ? [] : anchorOf(anchor))))
    .filter((anchor) => anchor !== null);
  const [people, proof] = await Promise.all([known(db), auditRedis(db, anchors)]);
  return { model, span, lanes: told, people: named(told, people), proof };
}

async function known(db: Database): Promise<ReadonlyMap<string, readonly string[]>> {
  const active = await redisPolicyBook(db).active();
  const read = active === null ? null : readPolicy(active.text, 'the active policy');
  const identities = Object.entries(identitiesIn(read?.policy.people ?? {}));
  const byPerson = Map.groupBy(identities, ([, person]) => String(person));
  return new Map([...byPerson].map(([person, own]) => [person, own.map(([identity]) => identity)]));
}

/** Everybody who did something, and whoever is named and known to the policy; in order. */
function named(
  lanes: readonly LaneReport[],
  known: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<PersonId, readonly string[]> {
  const acted = lanes.flatMap(({ releases, incidents, around }) =>
    [...releases, ...incidents, { course: around }].flatMap(({ course }) =>
      course.flatMap(({ by }) => (by.kind === 'person' ? [by.id] : [])),
    ),
  );
  const told = JSON.stringify(lanes);
  const others = [...known.keys()].filter((id) => told.includes(`"${id}"`) || told.includes(`${id} `));
  const ids = [...new Set([...acted, ...others])].flatMap((id) => PersonId.safeParse(id).data ?? []);
  return new Map(ids.toSorted().map((id) => [id, known.get(id) ?? []]));
}
