import { expect, test } from 'vitest';
import { ticked } from '../../blocks/leaves.ts';

const code = (text: string) => ({ type: 'text', text, style: { code: true } });
const plain = (text: string) => ({ type: 'text', text });

test.each([
  ['no backticks at all', [plain('no backticks at all')]],
  ['`auc` 0.83, needs ≥ 0.98', [code('auc'), plain(' 0.83, needs ≥ 0.98')]],
  ['Set `dataset_version` on the run', [plain('Set '), code('dataset_version'), plain(' on the run')]],
  ['a lone ` stays as it is', [plain('a lone ` stays as it is')]],
  ['`a`', [code('a')]],
  ['two `` in a row', [plain('two `` in a row')]],
])('%s', (words, drawn) => {
  expect(ticked(words)).toEqual(drawn);
});
