import type { VersionFacts } from '../../src/release/evidence.ts';

export type Signature = NonNullable<VersionFacts['schema']>;

function columns(...specs: readonly object[]): string {
  return JSON.stringify(specs);
}

/** A column with a name. */
export function column(name: string, type: string, required = true): object {
  return { type, name, required };
}

function tensor(dtype: string, shape: readonly number[], name?: string): object {
  return { type: 'tensor', 'tensor-spec': { dtype, shape }, ...(name && { name }) };
}

function object(name: string, properties: Readonly<Record<string, object>>, required = true): object {
  return { type: 'object', properties, name, required };
}

/** One long input, one double output, but for what the test changes. */
export function signature(change: Partial<Signature>): Signature {
  return {
    inputs: columns(column('age', 'long')),
    outputs: columns({ type: 'double', required: true }),
    params: null,
    ...change,
  };
}

const k = { type: 'string' };
const age = column('age', 'long');
/** A signature with these inputs. */
export const inputs = (...specs: readonly object[]) => signature({ inputs: columns(...specs) });
const outputs = (...specs: readonly object[]) => signature({ outputs: columns(...specs) });
const params = (...specs: readonly object[]) => signature({ params: columns(...specs) });
const param = (type: string, value: unknown, shape: readonly number[] | null = null) => ({
  name: 't',
  type,
  default: value,
  shape,
});

/** Null: what the champion accepts is still accepted. Differences are told from champion to candidate. */
export const changes: readonly [
  what: string,
  before: Signature,
  now: Signature,
  broken: string | null,
  changed: string | null,
][] = [
  ['nothing', inputs(age), inputs(age), null, null],
  ['the order of columns', inputs(age, column('x', 'long')), inputs(column('x', 'long'), age), null, null],
  ['an input less', inputs(age, column('x', 'long')), inputs(age), null, 'input `x` is gone'],
  [
    'an input more',
    inputs(age),
    inputs(age, column('x', 'long')),
    'input `x` is new and required',
    'input `x` is new and required',
  ],
  ['an optional input more', inputs(age), inputs(age, column('x', 'long', false)), null, 'input `x` is new'],
  [
    'an input that says nothing is required',
    inputs(age),
    inputs(age, { type: 'long', name: 'x' }),
    'input `x` is new and required',
    'input `x` is new and required',
  ],
  [
    'an input that became optional',
    inputs(age),
    inputs(column('age', 'long', false)),
    null,
    'input `age` is optional, was required',
  ],
  [
    'an input that became required',
    inputs(column('age', 'long', false)),
    inputs(age),
    'input `age` is required, was optional',
    'input `age` is required, was optional',
  ],
  ['integer to long', inputs(column('age', 'integer')), inputs(age), null, 'input `age` is long, was integer'],
  [
    'integer to double',
    inputs(column('age', 'integer')),
    inputs(column('age', 'double')),
    null,
    'input `age` is double, was integer',
  ],
  [
    'float to double',
    inputs(column('age', 'float')),
    inputs(column('age', 'double')),
    null,
    'input `age` is double, was float',
  ],
  [
    'long to integer',
    inputs(age),
    inputs(column('age', 'integer')),
    'input `age` is integer, was long',
    'input `age` is integer, was long',
  ],
  [
    'long to double',
    inputs(age),
    inputs(column('age', 'double')),
    'input `age` is double, was long',
    'input `age` is double, was long',
  ],
  [
    'integer to float',
    inputs(column('age', 'integer')),
    inputs(column('age', 'float')),
    'input `age` is float, was integer',
    'input `age` is float, was integer',
  ],
  [
    'long to string',
    inputs(age),
    inputs(column('age', 'string')),
    'input `age` is string, was long',
    'input `age` is string, was long',
  ],
  ['anything goes', inputs(age), inputs(column('age', 'any')), null, 'input `age` is any, was long'],
  [
    'names where there were none',
    inputs({ type: 'long', required: true }),
    inputs(age),
    'input `age` is new and required',
    'input `#1` is gone and input `age` is new and required',
  ],
  [
    'a list of a wider type',
    inputs({ ...column('x', 'array'), items: { type: 'integer' } }),
    inputs({ ...column('x', 'array'), items: { type: 'long' } }),
    null,
    'input `x[]` is long, was integer',
  ],
  [
    'a list of another type',
    inputs({ ...column('x', 'array'), items: { type: 'long' } }),
    inputs({ ...column('x', 'array'), items: { type: 'string' } }),
    'input `x[]` is string, was long',
    'input `x[]` is string, was long',
  ],
  [
    'a list where one was',
    inputs(column('x', 'long')),
    inputs({ ...column('x', 'array'), items: { type: 'long' } }),
    'input `x` is list of long, was long',
    'input `x` is list of long, was long',
  ],
  [
    'a map of another type',
    inputs({ ...column('x', 'map'), values: { type: 'long' } }),
    inputs({ ...column('x', 'map'), values: { type: 'string' } }),
    'input `x[]` is string, was long',
    'input `x[]` is string, was long',
  ],
  [
    'a property less, which MLflow refuses',
    inputs(object('a', { p: { type: 'long', required: true }, q: { type: 'long', required: true } })),
    inputs(object('a', { p: { type: 'long', required: true } })),
    'input `a.q` is gone',
    'input `a.q` is gone',
  ],
  [
    'an optional property more',
    inputs(object('a', { k })),
    inputs(object('a', { k, p: { type: 'long', required: false } })),
    null,
    'input `a.p` is new',
  ],
  [
    'a required property more, deep inside',
    inputs(object('a', { b: { type: 'object', properties: { k } } })),
    inputs(object('a', { b: { type: 'object', properties: { k, p: { type: 'long' } } } })),
    'input `a.b.p` is new and required',
    'input `a.b.p` is new and required',
  ],
  ['inputs no longer declared', inputs(age), signature({ inputs: null }), null, 'inputs are not declared any more'],
  [
    'inputs declared',
    signature({ inputs: null }),
    inputs(age),
    'inputs are declared, and were not',
    'inputs are declared, and were not',
  ],
  [
    'a tensor with a free dimension',
    inputs(tensor('float32', [16, 28])),
    inputs(tensor('float32', [-1, 28])),
    null,
    'input `#1` is float32 [?, 28], was float32 [16, 28]',
  ],
  [
    'a tensor with a fixed dimension',
    inputs(tensor('float32', [-1, 28])),
    inputs(tensor('float32', [16, 28])),
    'input `#1` is float32 [16, 28], was float32 [?, 28]',
    'input `#1` is float32 [16, 28], was float32 [?, 28]',
  ],
  [
    'a tensor of another dtype',
    inputs(tensor('float32', [-1], 'x')),
    inputs(tensor('float64', [-1], 'x')),
    'input `x` is float64 [?], was float32 [?]',
    'input `x` is float64 [?], was float32 [?]',
  ],
  [
    'a tensor with a dimension more',
    inputs(tensor('float32', [-1], 'x')),
    inputs(tensor('float32', [-1, 1], 'x')),
    'input `x` is float32 [?, 1], was float32 [?]',
    'input `x` is float32 [?, 1], was float32 [?]',
  ],
  [
    'a tensor more',
    inputs(tensor('float32', [-1], 'x')),
    inputs(tensor('float32', [-1], 'x'), tensor('float32', [-1], 'y')),
    'input `y` is new and required',
    'input `y` is new and required',
  ],
  [
    'a tensor where a column was',
    inputs(column('x', 'float')),
    inputs(tensor('float32', [-1], 'x')),
    'input `x` is float32 [?], was float',
    'input `x` is float32 [?], was float',
  ],
  [
    'an output less',
    outputs(column('p', 'double'), column('q', 'double')),
    outputs(column('p', 'double')),
    'output `q` is gone',
    'output `q` is gone',
  ],
  [
    'an output more',
    outputs(column('p', 'double')),
    outputs(column('p', 'double'), column('q', 'double')),
    null,
    'output `q` is new and required',
  ],
  [
    'a wider output',
    outputs(column('p', 'integer')),
    outputs(column('p', 'long')),
    'output `p` is long, was integer',
    'output `p` is long, was integer',
  ],
  [
    'an output that may be missing',
    outputs(column('p', 'double')),
    outputs(column('p', 'double', false)),
    'output `p` is optional, was required',
    'output `p` is optional, was required',
  ],
  [
    'an output that is always there',
    outputs(column('p', 'double', false)),
    outputs(column('p', 'double')),
    null,
    'output `p` is required, was optional',
  ],
  [
    'an output tensor with a fixed dimension',
    outputs(tensor('float32', [-1, -1])),
    outputs(tensor('float32', [-1, 2])),
    null,
    'output `#1` is float32 [?, 2], was float32 [?, ?]',
  ],
  [
    'an output tensor with a free dimension',
    outputs(tensor('float32', [-1, 2])),
    outputs(tensor('float32', [-1, -1])),
    'output `#1` is float32 [?, ?], was float32 [?, 2]',
    'output `#1` is float32 [?, ?], was float32 [?, 2]',
  ],
  [
    'outputs no longer declared',
    outputs(column('p', 'double')),
    signature({ outputs: null }),
    'outputs are not declared any more',
    'outputs are not declared any more',
  ],
  [
    'outputs declared',
    signature({ outputs: null }),
    outputs(column('p', 'double')),
    null,
    'outputs are declared, and were not',
  ],
  ['a param more', signature({}), params(param('float', 0.5)), null, 'params are declared, and were not'],
  ['a param less', params(param('float', 0.5)), params(), 'param `t` is gone', 'param `t` is gone'],
  [
    'params no longer declared',
    params(param('float', 0.5)),
    signature({}),
    'params are not declared any more',
    'params are not declared any more',
  ],
  ['a wider param', params(param('long', 1)), params(param('double', 1)), null, 'param `t` is double, was long'],
  [
    'a narrower param',
    params(param('double', 1)),
    params(param('long', 1)),
    'param `t` is long, was double',
    'param `t` is long, was double',
  ],
  [
    'another default',
    params(param('float', 0.5)),
    params(param('float', 0.7)),
    null,
    'param `t` is 0.7 by default, was 0.5',
  ],
  [
    'a list where one value was',
    params(param('float', 0.5)),
    params(param('float', 0.5, [-1])),
    'param `t` is list of float, was float',
    'param `t` is list of float, was float',
  ],
];
