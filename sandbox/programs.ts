import { delimiter, join } from 'node:path';
import { environment } from './environment.ts';
import { exists } from './files.ts';

/** Where the first of these programs lies that PATH has; null when it has none. */
export async function programOnPath(
  names: readonly string[],
  path = environment()['PATH'] ?? '',
): Promise<string | null> {
  for (const folder of path.split(delimiter).filter((part) => part !== '')) {
    for (const name of names) if (await exists(join(folder, name))) return join(folder, name);
  }
  return null;
}
