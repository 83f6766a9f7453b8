/** The largest edge at which so many squares fit into a box, row by row; in px, at most 72. */
export function edge(count: number, width: number, height: number): number {
  const MOST = 72;
  if (count <= 0 || width <= 0 || height <= 0) return 0;
  for (let size = Math.min(MOST, width, height); size > 1; size -= 1) {
    if (Math.floor(width / size) * Math.floor(height / size) >= count) return size;
  }
  return 1;
}
