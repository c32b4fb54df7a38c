/** A dataset, or one partition of it, given whole to a function. It can be iterated any number of times, in its order. */
export interface Dataset<T> extends Iterable<T> {
  /** How many elements there are; known without reading them. */
  readonly count: number;
  /**
   * The element at `index`, from 0.
   * @throws RangeError where there is none.
   */
  at(index: number): T;
}
