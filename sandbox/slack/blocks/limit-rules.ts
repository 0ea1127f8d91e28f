/** Where blocks are shown. */
export type Surface = 'message' | 'modal' | 'home';

/** What one field may hold. */
export type Rule = { readonly optional?: true } & (
  | {
      readonly is: 'string';
      readonly min: number;
      readonly max: number;
      readonly values?: readonly string[];
      readonly pattern?: RegExp;
    }
  | { readonly is: 'number'; readonly min: number; readonly max: number }
  | { readonly is: 'flag' }
  | { readonly is: 'anything' }
  | { readonly is: 'text'; readonly kinds: readonly string[]; readonly min: number; readonly max: number }
  | { readonly is: 'list'; readonly min: number; readonly max: number; readonly of: Rule }
  | { readonly is: 'object'; readonly name: string }
  | { readonly is: 'typed'; readonly family: Family; readonly types: readonly string[] }
);

/** The tables a `type` is looked up in: the same word is a block here and an element there. */
export type Family = 'blocks' | 'elements' | 'rich' | 'cells' | 'charts';

/** The fields of one block, element or object. */
export type Shape = {
  readonly fields: Readonly<Record<string, Rule>>;
  /** Where it may be used; everywhere when absent. */
  readonly surfaces?: readonly Surface[];
  /** Exactly one of these fields must be there. */
  readonly oneOf?: readonly string[];
  /** At least one of these fields must be there. */
  readonly someOf?: readonly string[];
};

/** A string between `min` and `max` characters. */
export function string(max: number, min = 1): Rule {
  return { is: 'string', min, max };
}

/** One of a few words. */
export function word(...values: readonly string[]): Rule {
  return { is: 'string', min: 1, max: 255, values };
}

/** A string of a certain form, such as a date. */
export function form(pattern: RegExp): Rule {
  return { is: 'string', min: 1, max: 255, pattern };
}

/** A web address. */
export function url(max = 3000): Rule {
  return { is: 'string', min: 1, max, pattern: /^[a-z][a-z0-9+.-]*:\S+$/i };
}

/** A number in a range. */
export function number(min: number, max: number): Rule {
  return { is: 'number', min, max };
}

/** True or false. */
export function flag(): Rule {
  return { is: 'flag' };
}

/** Not looked into. */
export function anything(): Rule {
  return { is: 'anything' };
}

/** A plain_text object. */
export function plain(max: number): Rule {
  return { is: 'text', kinds: ['plain_text'], min: 1, max };
}

/** A mrkdwn object. */
export function mrkdwn(max: number): Rule {
  return { is: 'text', kinds: ['mrkdwn'], min: 1, max };
}

/** A text object of either kind. */
export function anyText(max: number): Rule {
  return { is: 'text', kinds: ['plain_text', 'mrkdwn'], min: 1, max };
}

/** A list between `min` and `max` items. */
export function list(of: Rule, max: number, min = 1): Rule {
  return { is: 'list', min, max, of };
}

/** An object without a `type`, by its name in the table. */
export function object(name: string): Rule {
  return { is: 'object', name };
}

/** One of several types of a family. */
export function typed(family: Family, ...types: readonly string[]): Rule {
  return { is: 'typed', family, types };
}

/** The same rule for a field that may be missing. */
export function maybe(rule: Rule): Rule {
  return { ...rule, optional: true };
}
