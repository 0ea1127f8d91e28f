import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';
import { Evidence } from '../release/evidence.ts';
import type { Digest } from '../release/ids.ts';
import { reading } from './connection.ts';
import { type Database, durably } from './database.ts';

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);
// Measured on 40-metric evidence: 5 is within a few per cent of the densest, at a tenth of its time.
const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

/** Keeps evidence, compressed, once for its digest. */
export async function putEvidence(db: Database, digest: Digest, evidence: Evidence): Promise<void> {
  const bytes = await compress(JSON.stringify(evidence), quality);
  await durably(db, () => db.redis.set(db.keys.evidence(digest), bytes, 'NX'));
}

/** The evidence under a digest, or null when none was kept. */
export async function evidence({ redis, keys }: Database, digest: Digest): Promise<Evidence | null> {
  const bytes = await reading(redis, () => redis.getBuffer(keys.evidence(digest)));
  return bytes === null ? null : Evidence.parse(JSON.parse((await decompress(bytes)).toString()));
}
