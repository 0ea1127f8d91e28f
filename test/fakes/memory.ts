import type { Delivery } from '../../src/release/command.ts';
import type { Entry, StreamId } from '../../src/release/event.ts';
import type { Evidence } from '../../src/release/evidence.ts';
import type { CommandId, Digest, IncidentId, LaneKey, ReleaseId } from '../../src/release/ids.ts';
import type { LaneState } from '../../src/release/lane-state.ts';
import type { ReleaseState } from '../../src/release/state.ts';

/** What Redis would hold, for as many processes as like to share it. */
export interface Memory {
  /** Every entry in the order of the chain. */
  readonly chain: Entry[];
  readonly streams: Map<StreamId, Entry[]>;
  readonly releases: Map<StreamId, ReleaseState>;
  readonly lanes: Map<LaneKey, LaneState>;
  readonly histories: Map<LaneKey, ReleaseId[]>;
  readonly incidents: Map<LaneKey, IncidentId[]>;
  readonly commands: Map<CommandId, readonly Entry[]>;
  readonly evidence: Map<Digest, Evidence>;
  readonly due: Readonly<Record<'look' | 'show', Map<StreamId, number>>>;
  readonly inbox: {
    readonly marks: Map<CommandId, number>;
    readonly bodies: Map<CommandId, Delivery>;
    readonly claims: Map<CommandId, number>;
  };
}

export function emptyMemory(): Memory {
  return {
    chain: [],
    streams: new Map(),
    releases: new Map(),
    lanes: new Map(),
    histories: new Map(),
    incidents: new Map(),
    commands: new Map(),
    evidence: new Map(),
    due: { look: new Map(), show: new Map() },
    inbox: { marks: new Map(), bodies: new Map(), claims: new Map() },
  };
}
