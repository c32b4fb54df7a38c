/** The typed array that holds the elements of each element type. */
export interface TensorData {
  readonly f32: Float32Array;
  readonly f64: Float64Array;
  readonly i32: Int32Array;
  readonly i64: BigInt64Array;
  readonly u8: Uint8Array;
}

export type TensorElement = keyof TensorData;

/**
 * A dense block of numbers. Element `[i, j, ...]` is `data[i * strides[0] + j * strides[1] + ...]`. Tensors given to a
 * function are read only, and in row-major order without gaps, as those of `createTensor` are.
 */
export interface Tensor<E extends TensorElement = TensorElement> {
  readonly element: E;
  /** Extents, outermost first; empty for a single number. */
  readonly shape: readonly number[];
  /** Distance in `data` of neighbours along each dimension, in elements. */
  readonly strides: readonly number[];
  readonly data: TensorData[E];
}

/**
 * A row-major tensor over `data`, which is kept and not copied, or of zeros.
 * @throws RangeError where an extent is no whole number from 0 up, or `data` has another length than the shape asks for.
 */
export function createTensor<E extends TensorElement>(
  element: E,
  shape: readonly number[],
  data?: TensorData[E],
): Tensor<E> {
  const wrong = shape.find((extent) => !Number.isSafeInteger(extent) || extent < 0);
  if (wrong !== undefined) {
    throw new RangeError(`${wrong} is no extent of a tensor`);
  }
  const length = shape.reduce((product, extent) => product * extent, 1);
  if (data !== undefined && data.length !== length) {
    throw new RangeError(
      `a tensor of [${shape.join(", ")}] has ${length} elements, not ${data.length}`,
    );
  }
  return { element, shape, strides: rowMajorStrides(shape), data: data ?? zeros[element](length) };
}

function rowMajorStrides(shape: readonly number[]): readonly number[] {
  let stride = 1;
  return shape
    .toReversed()
    .map((extent) => {
      const own = stride;
      stride *= extent;
      return own;
    })
    .reverse();
}

const zeros: { readonly [E in TensorElement]: (length: number) => TensorData[E] } = {
  f32: (length) => new Float32Array(length),
  f64: (length) => new Float64Array(length),
  i32: (length) => new Int32Array(length),
  i64: (length) => new BigInt64Array(length),
  u8: (length) => new Uint8Array(length),
};
