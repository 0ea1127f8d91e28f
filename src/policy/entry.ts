/** What a mapping of the file holds under a name, and nothing that JavaScript keeps under such names itself. */
export function entry<V>(mapping: Readonly<Record<string, V>> | undefined, name: string): V | undefined {
  return mapping !== undefined && Object.hasOwn(mapping, name) ? mapping[name] : undefined;
}
