import { expect, test } from 'vitest';
import { element, page, table, text } from '../../../src/cli/report/html.ts';

test('whatever comes from outside is text and nothing else', () => {
  const evil = `<img src=x onerror="alert('1')"> & more\u202e`;
  const safe = '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; more';
  expect(text(evil).html).toBe(safe);
  expect(element('p', { title: evil }, evil).html).toBe(`<p title="${safe}">${safe}</p>\n`);
  expect(page(evil, '', text(evil))).not.toContain('<img');
});

test('a table has a caption and headings for its columns; without rows there is none', () => {
  expect(table('Gates', ['Gate'], [])).toEqual([]);
  const [made] = table('Gates', ['Gate'], [['auc']]);
  expect(made?.html).toContain('<caption>Gates</caption>');
  expect(made?.html).toContain('<th scope="col">Gate</th>');
});

test('a page fetches nothing and runs nothing', () => {
  const made = page('A report', 'p { color: red; }', text('hello'));
  expect(made).toMatch(/^<!doctype html>\n<html lang="en">/);
  expect(made).toContain(`content="default-src 'none'; style-src 'unsafe-inline'`);
  expect(made).not.toMatch(/<script|src=|https?:/);
});
