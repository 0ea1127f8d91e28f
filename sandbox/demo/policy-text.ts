import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the demo's registries are, as Signalbox reaches them. */
export type Places = { readonly staging: string; readonly production: string };

const file = join(import.meta.dirname, 'policy.yaml');

/** The demo's policy with its servers' addresses; the model's entry is repeated for every further name. */
export function policyText({ staging, production }: Places, models: readonly string[] = []): string {
  const text = readFileSync(file, 'utf8')
    .replace('http://127.0.0.1:5001', staging)
    .replace('http://127.0.0.1:5002', production);
  const entry = /^ {2}churn:\n[\s\S]*$/m.exec(text)?.[0];
  if (entry === undefined) throw new Error(`${file} no longer ends with the model churn`);
  return [text.trimEnd(), ...models.map((name) => entry.replace('churn:', `${name}:`).trimEnd()), ''].join('\n');
}
