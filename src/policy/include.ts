import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { Pattern } from './teams-schema.ts';

/** The patterns under `include` that are right; what is wrong with others, or with the file, its check says. */
export function includedPatterns(text: string): string[] {
  if (!/^["']?include\b/m.test(text)) return [];
  const { contents } = parseDocument(text, { prettyErrors: false });
  const written: unknown = isMap(contents) ? contents.get('include', true) : null;
  const items: unknown[] = isSeq(written) ? written.items : [written];
  return items.flatMap((item) => {
    const pattern = Pattern.safeParse(isScalar(item) ? item.value : null);
    return pattern.success ? [pattern.data] : [];
  });
}
