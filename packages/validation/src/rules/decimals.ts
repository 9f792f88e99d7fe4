/** Whether a number has more digits after its point than these. */
export function hasMoreDecimals(value: number, places: number): boolean {
  const scale = 10 ** places;
  // The number next to a decimal of so few digits is written as that decimal; most are, and need not be written out.
  if (Math.round(value * scale) / scale === value) return false;
  return decimalPlaces(value) > places;
}

/**
 * How many digits a number has after its point, as it is written in decimal. Multiplying would answer wrongly:
 * 1.1 * 10 is not 11 in floating point, but its shortest decimal form is always `1.1`.
 */
export function decimalPlaces(value: number): number {
  if (Number.isInteger(value)) return 0;
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  const digits = mantissa.split('.')[1]?.length ?? 0;
  return Math.max(0, digits - Number(exponent));
}
