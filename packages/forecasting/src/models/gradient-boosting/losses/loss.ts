/** What a boosted model minimises, as a function of targets and scores; a score becomes an outcome by a link. */
export interface Loss {
  readonly name: string;
  /** the constant score with the least loss, given rows that all count alike */
  constantScore(targets: Float64Array): number;
  /** first and second derivative of each row's loss in its score */
  derivatives(
    targets: Float64Array,
    scores: Float64Array,
    gradients: Float64Array,
    curvatures: Float64Array,
  ): void;
  /** mean loss of the rows from `from` on */
  meanLoss(targets: Float64Array, scores: Float64Array, from: number): number;
  /** what a score predicts, in the units of the targets */
  outcome(score: number): number;
  /**
   * present where a Newton step says little: the best value of a leaf given what its rows lack
   *
   * @param residuals target minus score of each row of the leaf; may be reordered
   */
  leafValue?(residuals: Float64Array): number;
}
