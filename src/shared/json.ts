/** Any JSON value. Inside the runtime a `float` may also be NaN or infinite; canonical JSON writes those as strings. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

export type JsonObject = { readonly [key: string]: Json };
