const src = (...names) => names.map((name) => `^src/${name}(/|[.]ts$)`);
const folder = (name) => [`^${name}/`];
const npm = (...names) => names.map((name) => `^node_modules/${name}(/|$)`);
const core = (...names) => names.map((name) => `^(node:)?${name}$`);

/** Release, and the ports, which only name types of release. */
const release = src('release');
const ports = src(
  'ports',
  'ports-alerts',
  'ports-machinery',
  'ports-meters',
  'ports-outside',
  'ports-releases',
  'ports-serving',
  'ports-store',
  'ports-trainers',
);
const anyCore = [{ dependencyTypes: ['core'] }];

/** Who may import whom: from a place, to these places and packages. Whatever is not here fails. */
const floors = [
  ['release', src('release'), [...release, ...npm('zod')]],
  ['ports', ports, [...ports, ...release, ...core('stream')]],
  ['no machinery', src('no-machinery'), ports],
  ['errors', src('errors'), []],
  ['log', src('log'), [...ports, ...npm('pino')]],
  ['config', src('config'), [...src('config'), ...npm('zod'), ...core('querystring')]],
  ['gates', src('gates'), [...src('gates'), ...release, ...npm('zod')]],
  ['evidence', src('evidence'), [...src('evidence'), ...release, ...core('crypto')]],
  [
    'policy',
    src('policy'),
    [...src('policy', 'gates', 'evidence'), ...release, ...ports, ...npm('yaml', 'zod'), ...core('crypto')],
  ],
  ['http', src('http'), [...src('http', 'errors'), ...release, ...ports, ...npm('undici')], anyCore],
  ['git hosts', src('git-hosts'), [...src('git-hosts', 'errors', 'http'), ...release, ...ports, ...npm('zod')]],
  [
    'outside checks',
    src('outside-checks'),
    [...src('outside-checks', 'evidence', 'errors', 'http'), ...release, ...ports, ...npm('undici', 'zod')],
    anyCore,
  ],
  [
    'databricks',
    src('databricks'),
    [...src('databricks', 'errors', 'http'), ...release, ...ports, ...npm('undici', 'zod')],
    anyCore,
  ],
  ...['registries', 'trainers', 'validators', 'serving', 'alerts'].map((name) => [
    name,
    src(name),
    [...src(name, 'databricks', 'evidence', 'errors', 'http'), ...release, ...ports, ...npm('yaml', 'zod')],
    anyCore,
  ]),
  ['store', src('store'), [...src('store', 'errors'), ...release, ...ports, ...npm('ioredis', 'zod')], anyCore],
  [
    'queue',
    src('queue'),
    [
      ...src('queue', 'release-service', 'evidence', 'gates', 'policy', 'errors'),
      '^src/registries/(poll|command-id)[.]ts$',
      ...release,
      ...ports,
      ...npm('bullmq', 'zod'),
    ],
    anyCore,
  ],
  [
    'release-service',
    src('release-service'),
    [...src('release-service', 'evidence', 'gates', 'policy', 'errors'), ...release, ...ports],
    anyCore,
  ],
  ['metrics', src('metrics'), [...src('metrics'), ...release, ...ports, ...npm('prom-client')]],
  ['health', src('health'), [...src('health'), ...release, ...ports], anyCore],
  ['charts', src('charts'), [...src('charts'), ...release, ...npm('@resvg/resvg-wasm', 'echarts')], anyCore],
  ['blocks', folder('blocks'), [...folder('blocks'), ...release, ...npm('zod')]],
  [
    'handlers',
    folder('handlers'),
    [
      ...folder('handlers'),
      ...folder('blocks'),
      ...src('charts', 'release-service', 'errors'),
      ...release,
      ...ports,
      ...npm('@slack/bolt', '@slack/web-api', '@slack/types', 'zod'),
    ],
    anyCore,
  ],
  [
    'composition roots',
    src('main', 'cli'),
    [...folder('src'), ...folder('handlers'), ...folder('blocks'), ...folder('node_modules')],
    anyCore,
  ],
];

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'blocks-take-only-types-from-slack',
      severity: 'error',
      from: { path: '^blocks/' },
      to: { path: '^node_modules/@slack/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-dev-dependencies',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-handler-from-handler',
      severity: 'error',
      from: { path: '^handlers/(commands|actions|views|events|webhooks)/on-([^/]+)$' },
      to: { path: '^handlers/(commands|actions|views|events|webhooks)/on-', pathNot: '^handlers/$1/on-$2$' },
    },
  ],
  allowed: [
    ...floors.flatMap(([, from, to, more = []]) => [
      ...(to.length > 0 ? [{ from: { path: from }, to: { path: to } }] : []),
      ...more.map((rule) => ({ from: { path: from }, to: rule })),
    ]),
    {
      from: { path: '^blocks/' },
      to: { path: npm('@slack/types'), dependencyTypes: ['type-only'] },
    },
    { from: { path: '^(node_modules|node:)' }, to: {} },
  ],
  allowedSeverity: 'error',
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    preserveSymlinks: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      extensions: ['.ts', '.mjs', '.js', '.json', '.d.ts'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
