import { type Auth, type Http, type HttpRequest, http } from '../../../src/http.ts';
import type { Call, Log, Registry } from '../../../src/ports.ts';
import { type ManifestCache, memoryCache } from '../../../src/registries/manifest-cache.ts';
import { mlflowRegistry } from '../../../src/registries/mlflow/mlflow-registry.ts';

/** A log that nobody reads. */
export const silent: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };

/** A call with half a minute to live. */
export function soon(ms = 30_000): Call {
  return { deadline: Date.now() + ms };
}

export interface Client {
  readonly registry: Registry;
  /** Requests since the last `asked.length = 0`, as `GET /path`. */
  readonly asked: string[];
  readonly cache: ManifestCache;
}

/** Our registry on a server, with every request it makes written down. */
export function client(
  baseUrl: string,
  name = 'mlflow-test',
  options: { auth?: Auth; ca?: string; publicUrl?: string } = {},
): Client {
  const { auth = { kind: 'none' as const }, ca, publicUrl } = options;
  const asked: string[] = [];
  const cache = memoryCache();
  const inner = http({ baseUrl, auth, log: silent, ...(ca && { ca }) });
  const noted = (request: HttpRequest): HttpRequest => {
    asked.push(`${request.method} ${request.path}`);
    return request;
  };
  const counting: Http = {
    ...inner,
    json: (schema, request, call) => inner.json(schema, noted(request), call),
    text: (request, call, most) => inner.text(noted(request), call, most),
    stream: (request, call) => inner.stream(noted(request), call),
  };
  const registry = mlflowRegistry({ name, http: counting, cache, ...(publicUrl && { publicUrl }) });
  return { registry, asked, cache };
}
