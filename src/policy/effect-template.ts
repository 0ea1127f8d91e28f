import { Gate } from './gate-schema.ts';
import { givenGates } from './layers.ts';
import type { Model } from './model-schema.ts';
import type { Found } from './problems.ts';
import type { Policy } from './schema.ts';
import { addOns, templates } from './templates/table.ts';
import type { Template } from './templates/template.ts';
import { code, didYouMean } from './words.ts';

/** What a model's template and add-ons need to be told and are not, or are told and do not need. */
export function foundInTemplate(policy: Policy, model: string, own: Model): Found[] {
  const { template, with: uses = [], about = {} } = own;
  const called = [
    ...(template === undefined
      ? []
      : [{ name: template, one: templates[template], path: ['models', model, 'template'] }]),
    ...uses.map((name, at) => ({ name, one: addOns[name], path: ['models', model, 'with', at] })),
  ];
  const missing = called.flatMap(({ name, one, path }) =>
    Object.entries(one.needs)
      .filter(([key]) => !Object.hasOwn(about, key))
      .map(
        ([key, example]): Found => ({
          path,
          at: 'value',
          words: `${code(name)} needs to be told ${code(key)}. Write ${code(`about: { ${key}: ${example} }`)}.`,
        }),
      ),
  );
  const templatesOf = called.map(({ one }) => one);
  const idle = Object.keys(about).flatMap((key) => idleWord(model, key, templatesOf));
  const wrong = missing.length > 0 ? [] : templatesOf.flatMap((one) => wrongWords(model, one, own));
  return [...missing, ...idle, ...wrong, ...unknownLoosened(policy, model, own)];
}

function idleWord(model: string, key: string, called: readonly Template[]): Found[] {
  const known = called.flatMap(({ needs, takes }) => [...Object.keys(needs), ...takes]);
  if (known.includes(key)) return [];
  const cure = known.length === 0 ? 'Name a `template`, or leave `about` out.' : didYouMean(key, known);
  return [{ path: ['models', model, 'about', key], at: 'key', words: `nothing here asks for ${code(key)}. ${cure}` }];
}

/** A value that has the right form, and of which no gate can be made. */
function wrongWords(model: string, template: Template, { about = {} }: Model): Found[] {
  return Object.entries(template.gates(about)).flatMap(([name, gate]) => {
    const made = Gate.safeParse(gate);
    const issue = made.error?.issues[0];
    if (issue === undefined) return [];
    const words = `the gate ${code(name)} that is made of this cannot be: ${issue.path.join(', ')} is ${issue.message}`;
    return [{ path: ['models', model, 'about'], at: 'key', words }];
  });
}

function unknownLoosened(policy: Policy, model: string, own: Model): Found[] {
  if (own.loosen === undefined) return [];
  const given = own.path.flatMap((environment) => givenGates(policy, model, own, environment));
  const known = [...new Set(given.flatMap(({ name }) => (name === null ? [] : [name])))];
  return own.loosen.flatMap(({ gate }, at): Found[] => {
    if (known.includes(gate)) return [];
    const cure =
      known.length === 0
        ? 'Neither a template nor a profile gives this model any: leave `loosen` out.'
        : didYouMean(gate, known);
    return [
      {
        path: ['models', model, 'loosen', at, 'gate'],
        at: 'value',
        words: `no template or profile gives a gate ${code(gate)}. ${cure}`,
      },
    ];
  });
}
