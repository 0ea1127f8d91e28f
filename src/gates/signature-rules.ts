/** What may differ between two signatures. */
export interface Rules {
  /** Whether one simple type may stand where another stood. */
  type(before: string, now: string): boolean;
  /** Whether one dimension of a tensor may stand where another stood; −1 is any. */
  size(before: number, now: number): boolean;
  /** Whether a field may be gone: a column or param at depth 0, a property of an object below. */
  drop(depth: number): boolean;
  add(required: boolean): boolean;
  require(before: boolean, now: boolean): boolean;
  readonly defaults: 'same' | 'any';
}

export const same: Rules = {
  type: equal,
  size: equal,
  drop: () => false,
  add: () => false,
  require: equal,
  defaults: 'same',
};

/** Types that MLflow converts without loss when it enforces a column's type (`_enforce_mlflow_datatype`). */
const wider: ReadonlyMap<string, readonly string[]> = new Map([
  ['integer', ['long', 'double']],
  ['float', ['double']],
]);

/**
 * Every request that was accepted still is. MLflow ignores columns that a signature does not name, but refuses properties that an
 * object does not name; what is missing is refused where it is required.
 */
export const accepting: Rules = {
  type: (before, now) => before === now || now === 'any' || (wider.get(before)?.includes(now) ?? false),
  size: (before, now) => now === -1 || before === now,
  drop: (depth) => depth === 0,
  add: (required) => !required,
  require: (before, now) => before || !now,
  defaults: 'any',
};

/** Every answer can be read as before: what was always there still is, in its type; more may come. */
export const answering: Rules = {
  type: (before, now) => before === now || before === 'any',
  size: (before, now) => before === -1 || before === now,
  drop: () => false,
  add: () => true,
  require: (before, now) => now || !before,
  defaults: 'any',
};

/** Numbers that MLflow converts for a param (`_enforce_param_datatype`). */
const widerParam: ReadonlyMap<string, readonly string[]> = new Map([
  ['integer', ['long', 'float', 'double']],
  ['long', ['float', 'double']],
  ['float', ['double']],
]);

/** Every param that could be set still has an effect: MLflow ignores one that the signature does not name, with a warning only. */
export const steering: Rules = {
  ...accepting,
  type: (before, now) => before === now || (widerParam.get(before)?.includes(now) ?? false),
  drop: () => false,
  add: () => true,
};

function equal<T>(before: T, now: T): boolean {
  return before === now;
}
