/** Names from outside as they can stand in a picture: nothing invisible, no line breaks, at most so long. */
export function legible(name: string, most: number): string {
  const clean = name.replace(/\s+/gu, ' ').replace(/\p{C}/gu, '').trim();
  const points = [...(clean === '' ? '–' : clean)];
  return points.length <= most
    ? points.join('')
    : `${points
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}
