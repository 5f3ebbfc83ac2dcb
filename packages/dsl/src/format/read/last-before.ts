/** The index of the last of rising places that lies before another; -1 where none does. */
export function lastBefore(places: readonly number[], at: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (Number(places[middle]) < at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
