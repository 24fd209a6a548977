import { type RandomStream, randomChoice, randomInteger } from '@granary/statistics';
import { type Points, rowsOf, squaredDistance } from './points.ts';

/**
 * Starting centres by greedy k-means++: the first at random, each next one drawn with probability in
 * proportion to the squared distance from those chosen, the best of 2 + ln k such draws. Where all points that
 * are left lie on chosen ones, the next centre is any of them. Time grows with points × clusters × ln clusters.
 *
 * @see Arthur, Vassilvitskii (2007), k-means++: The Advantages of Careful Seeding, SODA, section 2.2
 */
export function startingCentres(points: Points, clusters: number, random: RandomStream): Points {
  const chosen = [randomInteger(random, { low: 0, high: points.count - 1 })];
  const rows = Array.from({ length: points.count }, (_, row) => row);
  let nearest = rows.map((row) => squaredDistance(points, row, points, chosen[0]!));
  const draws = 2 + Math.floor(Math.log(clusters));
  while (chosen.length < clusters) {
    let best: { row: number; nearest: number[]; total: number } | undefined;
    for (let draw = 0; draw < draws; draw++) {
      const row = nearest.some((distance) => distance > 0)
        ? randomChoice(random, rows, nearest)
        : randomInteger(random, { low: 0, high: points.count - 1 });
      const next = nearest.map((distance, each) =>
        Math.min(distance, squaredDistance(points, each, points, row)),
      );
      const total = next.reduce((sum, distance) => sum + distance, 0);
      if (!best || total < best.total) best = { row, nearest: next, total };
    }
    chosen.push(best!.row);
    nearest = best!.nearest;
  }
  return rowsOf(points, chosen);
}
