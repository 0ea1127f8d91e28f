import { expect, test } from 'vitest';
import { environmentOf } from '../../../src/registries/mlflow/environment.ts';

const requirements = (text: string) => environmentOf({ 'requirements.txt': text })?.requirements;

test.each([
  ['numpy==2.1.0', { numpy: '2.1.0' }],
  ['numpy === 2.1.0', { numpy: '2.1.0' }],
  ['  numpy == 2.1.0  ', { numpy: '2.1.0' }],
  ['numpy==2.1.0 # pinned by hand', { numpy: '2.1.0' }],
  ['numpy==2.1.0; python_version < "3.13"', { numpy: '2.1.0' }],
  ['numpy==2.1.0 \\\n    --hash=sha256:abc', { numpy: '2.1.0' }],
  ['numpy==2.1.0 --hash=sha256:abc', { numpy: '2.1.0' }],
  ['torch==2.4.0+cu121', { torch: '2.4.0+cu121' }],
  ['mlflow[extras,aws]==3.18.0', { mlflow: '3.18.0' }],
  ['Scikit.Learn__X==1.6', { 'scikit-learn-x': '1.6' }],
  ['numpy', { numpy: null }],
  ['numpy>=2,<3', { numpy: null }],
  ['numpy~=2.1', { numpy: null }],
  ['numpy!=2.0', { numpy: null }],
  ['numpy==2.*', { numpy: null }],
  ['numpy==2.1.0,!=2.1.1', { numpy: null }],
  ['tool @ https://example.com/tool.whl', { tool: null }],
  ['# a comment\n\n-r other.txt\n--index-url https://example.com\n-e .', {}],
  ['b==2\na==1', { a: '1', b: '2' }],
  ['__proto__==1', {}],
  ['constructor==1', { constructor: '1' }],
  ['', {}],
])('%j', (text, expected) => {
  expect(requirements(text)).toEqual(expected);
});

test.each([
  ['python_env.yaml', 'python: 3.11.4\n', '3.11.4'],
  ['python_env.yaml', 'python: 3.10\n', '3.10'],
  ['python_env.yaml', 'python: "3.12"\n', '3.12'],
  ['python_env.yaml', 'dependencies: []\n', null],
  ['python_env.yaml', '- not a mapping', null],
  ['python_env.yaml', ': : {', null],
  ['conda.yaml', 'dependencies:\n- python=3.11.4\n- pip<=24\n', '3.11.4'],
  ['conda.yaml', 'dependencies:\n- conda-forge::python=3.11.4=h1234\n', '3.11.4'],
  ['conda.yaml', 'dependencies:\n- python>=3.11\n', null],
])('python in %s %j', (file, text, expected) => {
  expect(environmentOf({ [file]: text })?.python).toBe(expected);
});

test('conda names packages and pip ones; python is not a package', () => {
  const conda = 'dependencies:\n- python=3.11.4\n- libgomp=13.2\n- pip\n- pip:\n  - numpy==2.1.0\n  - pandas>2\n';
  expect(environmentOf({ 'conda.yaml': conda })).toEqual({
    python: '3.11.4',
    requirements: { libgomp: '13.2', numpy: '2.1.0', pandas: null, pip: null },
  });
});

test('requirements.txt and python_env.yaml count before conda.yaml', () => {
  const texts = {
    'requirements.txt': 'numpy==2.1.0',
    'python_env.yaml': 'python: 3.12.1',
    'conda.yaml': 'dependencies: [python=3.9, {pip: [numpy==1.0, pandas==2.0]}]',
  };
  expect(environmentOf(texts)).toEqual({ python: '3.12.1', requirements: { numpy: '2.1.0' } });
});

test('no file, no environment', () => {
  expect(environmentOf({})).toBeNull();
});

test('a file of another kind, or one made to grow, names nothing and takes no time', () => {
  const bomb = `a: &a [x,x]\n${Array.from({ length: 30 }, (_, index) => `b${index}: &b${index} [*a,*a]`).join('\n')}`;
  expect(environmentOf({ 'conda.yaml': bomb })).toEqual({ python: null, requirements: {} });
  const many = Array.from({ length: 20_000 }, (_, index) => `p${index}==1`).join('\n');
  expect(Object.keys(requirements(many) ?? {})).toHaveLength(2_000);
  const began = performance.now();
  requirements(`a${'-'.repeat(200_000)}\nb${'['.repeat(50_000)}`);
  expect(performance.now() - began).toBeLessThan(1_000);
});
