export const double = (n: string): number => Number(n) * 2;
